import { type Command } from "commander";
import { ensureDataset } from "../simulator/ensureDataset";
import { generateDataset, type GenerateOptions } from "../simulator/generateDataset";
import { datasetIdentity } from "../simulator/datasetOptions";
import { startProgress, type Progress } from "../task/progress";
import { stoppable } from "./stoppable";

interface GenerateFlags {
  readonly size: string;
  readonly seed: string;
  readonly layout: string;
  readonly promptState: string;
  readonly workers?: string;
  readonly force?: true;
}

/** `generate`: writes a generated data set, to data/generated where no folder is named. The same options give the same bytes. */
export function registerGenerate(program: Command): void {
  program
    .command("generate [folder]")
    .description("write a generated data set with pictures, labels and calibrations")
    .option("--size <size>", "mini, small or incident", "small")
    .option("--seed <number>", "another number, another world", "1")
    .option("--layout <layout>", "dair-v2x-c or v2x-seq-spd", "dair-v2x-c")
    .option("--prompt-state <state>", "what the prompt tells: motion, or position alone", "motion")
    .option("--workers <count>", "threads; default all cores; the files do not depend on it")
    .option("--force", "replace what is in the folder")
    .action(generate);
}

async function generate(folder: string | undefined, flags: GenerateFlags): Promise<void> {
  const { size, seed, layout, promptState } = flags;
  const identity = datasetIdentity({ size, seed: wholeNumber("--seed", seed), layout, promptState });
  const threads = flags.workers === undefined ? {} : { workers: wholeNumber("--workers", flags.workers) };
  const work = (): Promise<string> =>
    folder === undefined
      ? ensureDataset({ ...identity, ...threads })
      : generateAt(folder, { ...identity, ...threads, force: flags.force === true });
  const line = await stoppable(work, "nothing was left behind");
  if (line !== undefined) console.log(line);
}

async function generateAt(folder: string, options: GenerateOptions): Promise<string> {
  let progress: Progress | undefined;
  const onProgress = (done: number, total: number): void => {
    progress ??= startProgress(`generate ${folder}: recordings`, total);
    progress.update(done);
  };
  const made = await generateDataset(folder, { ...options, onProgress });
  progress?.end();
  return made ? `made ${folder}` : `${folder} holds this data set already`;
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d+$/.test(text))
    throw new Error(`${option}: expected a whole number, got "${text}"; use 0, 1, 2, …`);
  return Number(text);
}
