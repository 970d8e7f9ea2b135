import { fitNormaliser, normalise } from "../dataset/normaliser";
import { fromLosslessJson, toLosslessJson } from "../files/losslessJson";
import { COORDINATES } from "../geometry/trajectory";
import { at } from "../math/at";
import { InterruptedError, interruptible, nextTurn } from "../task/interrupt";
import { backboneDraw } from "./backboneDropout";
import { readCheckpoint, writeCheckpoint } from "./checkpoint";
import { type TrainingConfig } from "./config";
import { baselines, dataFacts } from "./dataFacts";
import { dropoutMasks } from "../steps/dropoutMasks";
import { epochPlan, updatesPerEpoch } from "./epochPlan";
import { endFacts, epochRecord, startFacts, type EpochSums, type Measured } from "./measureRun";
import { type EpochRecord, type LayerPoint, type Run, type UpdatePoint } from "./run";
import { ratesAt } from "./schedules";
import { stageFacts } from "./stageFacts";
import { checkTrainingData, flatten, type TrainingData } from "./trainingData";
import { type Batch, type TrainStep } from "../steps/trainStep";

/** Who wants to know how a run goes on. */
export interface TrainObserver {
  /** After every update: how many are done, of how many, and the last micro-batch's loss. */
  readonly update?: (done: number, total: number, loss: number) => void;
  /** After every epoch. */
  readonly epoch?: (record: EpochRecord) => void;
  /** Each debug line as it is made. */
  readonly line?: (line: string) => void;
}

export interface TrainOptions {
  readonly observer?: TrainObserver;
  /** File written after every epoch, and by Stop. */
  readonly checkpoint?: string;
  /** Go on from the checkpoint, bit for bit, also within an epoch that Stop cut off. */
  readonly resume?: boolean;
}

/** Points along a run that are kept. */
const UPDATE_POINTS = 300;
const LAYER_POINTS = 10;

/** The run so far, growing; what a checkpoint keeps beside the weights. */
interface Log extends Pick<Run, "start" | "stagesBefore"> {
  readonly epochs: EpochRecord[];
  readonly updates: UpdatePoint[];
  readonly layers: LayerPoint[];
  /** The epoch that Stop cut off: updates made and what they summed up. */
  cut?: { readonly groups: number; readonly sums: EpochSums };
  seconds: number;
  measuringSeconds: number;
}

interface Bench extends Measured {
  /** Normalised training targets, [N, 90]. */
  readonly targets: Float32Array;
  readonly updatesPerEpoch: number;
  readonly observer: TrainObserver;
}

/**
 * Trains `step` in place (the caller made it and disposes it) and returns the record. Stop ends at the next
 * update and keeps what was learnt; a loss that is not finite ends the run as "diverged".
 * Errors: unusable data, or a checkpoint of another run, before any work.
 */
export async function train(
  step: TrainStep,
  config: TrainingConfig,
  data: TrainingData,
  options: TrainOptions = {},
): Promise<Run> {
  checkTrainingData(data, config.batchSize);
  const bench = prepare(step, config, data, options.observer ?? {});
  return interruptible(async (signal) => {
    const log = options.resume === true ? restore(bench, options.checkpoint) : begin(bench);
    let end: Run["end"] = "finished";
    try {
      while (log.epochs.length < config.epochs && end === "finished") {
        end = await trainEpoch(bench, log, signal);
        if (options.checkpoint !== undefined && end === "finished") store(bench, log, options.checkpoint);
      }
    } catch (error) {
      if (!(error instanceof InterruptedError)) throw error;
      end = "interrupted";
      if (options.checkpoint !== undefined) store(bench, log, options.checkpoint);
    }
    return finish(bench, log, end);
  });
}

function prepare(
  step: TrainStep,
  config: TrainingConfig,
  data: TrainingData,
  observer: TrainObserver,
): Bench {
  const normaliser = fitNormaliser(config.normalisation, data.train.targets);
  const targets = flatten(data.train.targets.map((target) => normalise(normaliser, target)));
  const wanted = flatten(data.validation.targets.map((target) => normalise(normaliser, target)));
  const perEpoch = updatesPerEpoch(config, data.train.targets.length);
  return { step, config, data, normaliser, wanted, targets, updatesPerEpoch: perEpoch, observer };
}

/** One pass over the training set in updates of `accumulation` micro-batches, then a look at validation. */
async function trainEpoch(bench: Bench, log: Log, signal: AbortSignal): Promise<"finished" | "diverged"> {
  const { step, config, data, observer } = bench;
  const samples = data.train.targets.length;
  const epoch = log.epochs.length;
  const totalUpdates = bench.updatesPerEpoch * config.epochs;
  const { groups = 0, sums = { ...NO_SUMS } } = log.cut ?? {};
  const firstUpdate = epoch * bench.updatesPerEpoch;
  let update = firstUpdate + groups;
  let microBatch = epoch * Math.ceil(samples / config.batchSize) + groups * config.accumulation;
  let from = performance.now();
  for (const group of epochPlan(config, samples, epoch).slice(groups)) {
    for (const rows of group) {
      const { loss, prediction } = step.forward(batchOf(bench, rows, { epoch, microBatch: microBatch++ }));
      step.backward(1 / config.accumulation);
      sums.loss += loss * rows.length;
      sums.samples += rows.length;
      sums.last = { row: at(rows, 0), output: [...prediction.subarray(0, COORDINATES)], loss };
    }
    const due = isDue(update, totalUpdates, LAYER_POINTS);
    if (due) step.measureNextUpdate();
    const { gradientNorm, clipFactor } = step.update(ratesAt(config, { epoch, update, totalUpdates }));
    sums.norm += gradientNorm;
    sums.clipped += clipFactor < 1 ? 1 : 0;
    sums.updates++;
    if (due) log.layers.push({ update, layers: step.evidence() });
    if (isDue(update, totalUpdates, UPDATE_POINTS))
      log.updates.push({ update, loss: sums.last.loss, gradientNorm });
    update++;
    observer.update?.(update, totalUpdates, sums.last.loss);
    if (!Number.isFinite(sums.loss)) break;
    log.cut = { groups: update - firstUpdate, sums };
    log.seconds += (performance.now() - from) / 1000;
    await nextTurn(signal);
    from = performance.now();
  }
  const { head } = ratesAt(config, { epoch, update: firstUpdate, totalUpdates });
  const record = timed(log, () => epochRecord(bench, epoch + 1, sums, head));
  log.epochs.push(record);
  delete log.cut;
  for (const line of record.lines) observer.line?.(line);
  observer.epoch?.(record);
  return Number.isFinite(sums.loss) ? "finished" : "diverged";
}

const NO_SUMS: EpochSums = {
  loss: 0,
  samples: 0,
  norm: 0,
  updates: 0,
  clipped: 0,
  last: { row: 0, output: [], loss: NaN },
};

function batchOf(
  { config, data, targets }: Bench,
  rows: readonly number[],
  place: { readonly epoch: number; readonly microBatch: number },
): Batch {
  const target = new Float32Array(rows.length * COORDINATES);
  rows.forEach((row, i) =>
    target.set(targets.subarray(row * COORDINATES, (row + 1) * COORDINATES), i * COORDINATES),
  );
  const { hidden, fusion } = config;
  return {
    size: rows.length,
    input: data.train.input(rows, backboneDraw(config, place)),
    target, // [B, 90]
    masks: config.dropout
      ? dropoutMasks(config.seed, place.microBatch, { rows: rows.length, hidden, fusion })
      : {},
  };
}

/** True for about `points` updates, spread evenly and starting with the first. */
function isDue(update: number, total: number, points: number): boolean {
  return update % Math.max(1, Math.ceil(total / points)) === 0;
}

/** Runs a measurement and adds its time to the log. */
function timed<T>(log: { seconds: number; measuringSeconds: number }, measure: () => T): T {
  const from = performance.now();
  const result = measure();
  const seconds = (performance.now() - from) / 1000;
  log.seconds += seconds;
  log.measuringSeconds += seconds;
  return result;
}

function begin(bench: Bench): Log {
  const clock = { seconds: 0, measuringSeconds: 0 };
  const start = timed(clock, () => startFacts(bench));
  const stagesBefore = timed(clock, () => stageFacts(bench.step, bench.data));
  return { start, stagesBefore, epochs: [], updates: [], layers: [], ...clock };
}

function finish(bench: Bench, log: Log, end: Run["end"]): Run {
  const { config, data, normaliser } = bench;
  const facts = timed(log, () => ({
    data: dataFacts(data, normaliser),
    baselines: baselines(data, config, normaliser),
    ...endFacts(bench, end),
  }));
  const { start, stagesBefore, epochs, updates, layers, seconds, measuringSeconds } = log;
  const record = { start, stagesBefore, epochs, updates, layers, seconds };
  return { format: 1, config, ...record, ...facts, measuringShare: measuringSeconds / seconds };
}

/** Run identity and log, the notes of a checkpoint. */
interface Notes {
  readonly config: TrainingConfig;
  readonly dataHash: string;
  readonly log: Log;
}

function store({ step, config, data }: Bench, log: Log, path: string): void {
  const notes: Notes = { config, dataHash: data.hash, log };
  writeCheckpoint(path, step.parameters, { state: step.save(), notes: toLosslessJson(notes) });
}

/** Loads the step and the run so far; refuses a checkpoint of other settings or data by name. */
function restore({ step, config, data }: Bench, path: string | undefined): Log {
  if (path === undefined) throw new Error("resume: expected the path of a checkpoint, got none; name one");
  const { state, notes } = readCheckpoint(path);
  const found = fromLosslessJson(notes) as Notes;
  const refuseOther = (what: string, expected: unknown, got: unknown): void => {
    if (expected === got) return;
    throw new Error(
      `checkpoint ${path}: ${what}: expected ${String(expected)}, got ${String(got)}; use the same settings and data, or train anew`,
    );
  };
  for (const key of Object.keys({ ...config, ...found.config }) as (keyof TrainingConfig)[]) {
    refuseOther(key, config[key], found.config[key]);
  }
  refuseOther("data", data.hash, found.dataHash);
  step.load(state);
  return found.log;
}
