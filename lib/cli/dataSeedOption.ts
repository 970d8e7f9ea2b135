import { Option } from "commander";
import { parseDataSeed, useDataSeed } from "../simulator/dataSeed";

/** `--data-seed`, as every command has it that uses the generated data. */
export const dataSeedOption = (): Option =>
  new Option(
    "--data-seed <number>",
    "the generated town: another number, another town (default: 1)",
  ).argParser((text) => {
    const seed = parseDataSeed(text);
    useDataSeed(seed);
    return seed;
  });
