import { type Command } from "commander";
import { dataSeed } from "../simulator/dataSeed";
import { pictureOfWidth } from "../simulator/datasetSize";
import { drawPictures, type DrawOptions } from "../simulator/drawPictures";
import { ensureDataset } from "../simulator/ensureDataset";
import { generateDataset, type GenerateOptions } from "../simulator/generateDataset";
import { datasetIdentity } from "../simulator/datasetOptions";
import { startProgress, type Progress } from "../task/progress";
import { stoppable } from "./stoppable";

interface GenerateFlags {
  readonly size: string;
  readonly seed?: string;
  readonly layout: string;
  readonly promptState: string;
  readonly workers?: string;
  readonly force?: true;
  readonly pictures?: string;
  readonly pairs?: string;
}

/** `generate`: writes a generated data set, to data/generated where no folder is named. The same options give the same bytes. */
export function registerGenerate(program: Command): void {
  program
    .command("generate [folder]")
    .description("write a generated data set with pictures, labels and calibrations")
    .option("--size <size>", "mini, sparse, small or incident", "small")
    .option("--seed <number>", "another number, another town (default: 1)")
    .option("--layout <layout>", "dair-v2x-c or v2x-seq-spd", "dair-v2x-c")
    .option("--prompt-state <state>", "what the prompt tells: motion, or position alone", "motion")
    .option("--workers <count>", "threads; default all cores; the files do not depend on it")
    .option("--force", "replace what is in the folder")
    .option("--pictures <width>", "also draw pictures again this wide, into pictures-<width> of the data set")
    .option(
      "--pairs <ids>",
      "of which pairs: vehicle frames with commas between, as 000012,000345; default all",
    )
    .action(generate);
}

async function generate(folder: string | undefined, flags: GenerateFlags): Promise<void> {
  const { size, seed, layout, promptState } = flags;
  const identity = datasetIdentity({
    size,
    seed: seed === undefined ? dataSeed() : wholeNumber("--seed", seed),
    layout,
    promptState,
  });
  const threads = flags.workers === undefined ? {} : { workers: wholeNumber("--workers", flags.workers) };
  const drawing = larger(flags);
  const work = async (): Promise<string> => {
    const made =
      folder === undefined
        ? await ensureDataset({ ...identity, ...threads })
        : await generateAt(folder, { ...identity, ...threads, force: flags.force === true });
    return drawing === undefined ? made : drawLarger(folder ?? made, { identity, ...drawing });
  };
  const line = await stoppable(work, "nothing was left behind");
  if (line !== undefined) console.log(line);
}

/** Draws pictures of a data set again, with a progress line. */
async function drawLarger(folder: string, options: Omit<DrawOptions, "onProgress">): Promise<string> {
  const progress = startProgress(`pictures ${options.width} wide: recordings`, 1);
  const onProgress = (done: number, total: number): void => progress.update(done / total);
  try {
    return `drew ${await drawPictures(folder, { ...options, onProgress })}`;
  } finally {
    progress.end();
  }
}

/** What `--pictures` and `--pairs` ask for; undefined without them. Errors before anything is made. */
function larger({ pictures, pairs }: GenerateFlags): Pick<DrawOptions, "width" | "ids"> | undefined {
  if (pictures === undefined && pairs !== undefined)
    throw new Error("--pairs: expected --pictures beside it, got none; say how wide, as --pictures 640");
  if (pictures === undefined) return undefined;
  const { width } = pictureOfWidth(wholeNumber("--pictures", pictures));
  return pairs === undefined ? { width } : { width, ids: pairs.split(",") };
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
