import { type Command } from "commander";
import { type BenchOptions } from "./bench/runBench";

/** `bench`: one training step on every engine that is here, interleaved in one run. */
export function registerBench(program: Command): void {
  program
    .command("bench")
    .description("time one training step of the head and of a transformer block on every engine that is here")
    .option("--json", "print the result as JSON")
    .option("--hidden <width>", "feature width; 1024 is the incident's, 9.5 million parameters", "1024")
    .option("--batches <sizes>", "batch sizes of the head", "2,4,64")
    .option("--blocks <count>", "timed blocks of each engine, in turn", "5")
    .option("--steps <count>", "steps of a block", "3")
    .action(async (options: BenchOptions & { readonly json?: true }) => {
      const { machine, measure, table } = await import("./bench/runBench.js"); // tfjs loads in a second
      const { rows, floorMs } = await measure(options);
      if (options.json) console.log(JSON.stringify({ machine: machine(), rows, floorMs }, null, 2));
      else console.log(table(rows, floorMs));
    });
}
