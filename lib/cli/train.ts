import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Command } from "commander";
import { sizeAt } from "../experiments/sizeAt";
import { ensureDataset } from "../simulator/ensureDataset";
import { atomicWrite } from "../files/atomicWrite";
import { projectRoot } from "../files/projectRoot";
import { interruptAll } from "../task/interrupt";
import { startProgress } from "../task/progress";
import { trainingConfig, type Settings } from "../training/config";
import { loadSettings } from "../training/loadConfig";
import { errorOf } from "../training/errorCells";
import { type Baselines, type EpochRecord, type LastEpochs, type Run } from "../training/run";
import { NEAR_METRES, SAMPLE_KINDS, type SampleKind } from "../training/sampleKinds";
import { dataSeedOption } from "./dataSeedOption";
import { epochTable } from "./epochTable";
import { progressBars } from "./progressBars";

interface TrainCommandOptions {
  readonly config?: string;
  readonly data?: string;
  readonly checkpoint?: string;
  readonly resume?: boolean;
  readonly log?: string;
  readonly json?: boolean;
}

/** `train`: one run as config.yaml says; exit code 1 when it diverged or was stopped. */
export function registerTrain(program: Command): void {
  program
    .command("train")
    .description("train the teacher as config.yaml says (FREEZE_BACKBONE=false fine-tunes the backbone)")
    .option("--config <file>", "settings (default: the project's config.yaml)")
    .option("--data <folder>", "data set (default: the generated one)")
    .addOption(dataSeedOption())
    .option(
      "--checkpoint <file>",
      "written after every epoch and by Ctrl-C (default: data/runs/train.safetensors)",
    )
    .option("--resume", "go on from the checkpoint, bit for bit")
    .option("--log <file>", "write a row per epoch as CSV, which diagnose reads")
    .option("--json", "print the run as JSON")
    .action(async (options: TrainCommandOptions) => {
      const settings = loadSettings(options.config);
      const run = await trainOnce(settings, options);
      if (options.json === true) {
        const { runToJson } = await import("../training/run.js");
        console.log(runToJson(run));
      } else console.log(verdict(run));
      if (options.log !== undefined) atomicWrite(resolve(options.log), epochTable(run));
      if (run.end !== "finished") process.exitCode = 1;
    });
}

async function trainOnce(settings: Settings, options: TrainCommandOptions): Promise<Run> {
  const config = trainingConfig(settings);
  const checkpoint = resolve(options.checkpoint ?? join(projectRoot(), "data", "runs", "train.safetensors"));
  const { readCheckpoint } = await import("../training/checkpoint.js");
  if (options.resume === true) readCheckpoint(checkpoint); // a missing or damaged one is told before any work
  const folder = await dataFolder(settings, options.data);
  const { selectBackend } = await import("../backend/selectBackend.js");
  const { prepareFastRun } = await import("../training/prepareRun.js");
  const { loadTrainingData, strideOf } = await import("../training/loadTrainingData.js");
  const { train } = await import("../training/train.js");
  const say = (line: string): void => console.error(line);
  await selectBackend({ log: say });
  const stride = strideOf(settings.speed ?? "laptop");
  const samples = await loadTrainingData({
    ...config,
    ...{ folder, stride, log: say, onProgress: progressBars() },
  });
  const { step, kind, data } = prepareFastRun(config, samples, say);
  const bar = startProgress("training", config.epochs);
  process.on("SIGINT", stop);
  try {
    return await train(step, config, data, {
      checkpoint,
      resume: options.resume === true,
      stepKind: kind,
      observer: {
        line: options.json === true ? say : (line) => console.log(line),
        update: (done, total, loss) => bar.update((done / total) * config.epochs, `loss ${loss.toFixed(3)}`),
        epoch: (record) => say(epochLine(record, config.epochs)),
      },
    });
  } finally {
    process.off("SIGINT", stop);
    bar.end();
    step.dispose();
  }
}

/** Ctrl-C: training ends at the next update; before it there is nothing to keep. */
function stop(): void {
  if (interruptAll() === 0) process.exit(130); // 128 + SIGINT, as of any shell command
}

async function dataFolder({ speed }: Settings, given: string | undefined): Promise<string> {
  if (given === undefined) return ensureDataset({ size: sizeAt(speed ?? "laptop") });
  const folder = resolve(given);
  if (existsSync(folder)) return folder;
  throw new Error(`data: expected a data set at ${folder}, got none; run npx seven-fixes generate ${folder}`);
}

function epochLine({ epoch, trainLoss, validation, x }: EpochRecord, epochs: number): string {
  return `epoch ${epoch}/${epochs} · train loss ${trainLoss.toPrecision(5)} · validation ${validation.ade.toFixed(2)} m · x: r ${x.r.toFixed(2)}, spread ratio ${x.spreadRatio.toFixed(2)}, slope ${x.slope.toFixed(2)}`;
}

/** The end of a run in words, with what a model-free guess reaches. */
export function verdict({ end, epochs, lastEpochs, baselines, seconds }: Run): string {
  const last = epochs[epochs.length - 1];
  const { zeros, meanTrajectory, constantVelocity } = baselines;
  return [
    `${end} after ${epochs.length} epochs and ${seconds.toFixed(1)} s: validation ${last?.validation.ade.toFixed(2) ?? "–"} m`,
    ...(lastEpochs === undefined ? [] : lastEpochsLines(lastEpochs, baselines)),
    `without a model: zeros ${zeros.ade.toFixed(2)} m, mean trajectory ${meanTrajectory.ade.toFixed(2)} m, constant velocity ${constantVelocity?.ade.toFixed(2) ?? "–"} m`,
  ].join("\n");
}

/** The last epochs on average: by kind of sample, and the training loss of near samples beside what it has to beat. */
function lastEpochsLines(
  { epochs, validation, trainLossNear }: LastEpochs,
  { losses: { train } }: Baselines,
): string[] {
  const all = validation.cells.reduce((sum, cell) => sum + cell.samples, 0);
  const kinds = SAMPLE_KINDS.flatMap((kind) => {
    const samples = validation.cells.reduce((sum, cell) => sum + (cell.kind === kind ? cell.samples : 0), 0);
    const error = errorOf(validation.cells, { kind }).toFixed(2);
    return samples === 0 ? [] : [`${KIND_WORDS[kind]} ${error} m (${samples} of ${all} samples)`];
  });
  const { zeros, bestConstant } = train.near;
  const beside = `zeros ${zeros.toPrecision(4)}, best constant ${bestConstant.toPrecision(4)}`;
  return [
    `mean of the last ${epochs} epochs: validation ${validation.ade.toFixed(2)} m: ${kinds.join(", ")}`,
    `train loss within ${NEAR_METRES} m: ${trainLossNear.toPrecision(4)} (${beside})`,
  ];
}

const KIND_WORDS = {
  straight: "straight",
  turning: "turning",
  beyond: `beyond ${NEAR_METRES} m`,
} as const satisfies Record<SampleKind, string>;
