import { COORDINATES } from "../geometry/trajectory";
import { InterruptedError, interruptible, nextTurn } from "../task/interrupt";
import { backboneDraw } from "./backboneDropout";
import { closeUpOf, closeUpPoint } from "./closeUp";
import { type TrainingConfig } from "./config";
import { baselines, dataFacts } from "./dataFacts";
import { dropoutMasks } from "../steps/dropoutMasks";
import { epochPlan, updatesPerEpoch } from "./epochPlan";
import { addLosses, noSums } from "./epochSums";
import { type StepKind } from "./fastestStep";
import { lastEpochs } from "./lastEpochs";
import { activationCounts, gradientCounts, histogramUpdates } from "./layerHistograms";
import { nearRows } from "./lossScale";
import { measured, timed } from "./measuringClock";
import { endFacts, epochRecord, lookAtValidation, startFacts, type Look, type Measured } from "./measureRun";
import { reportFacts } from "./report";
import { type EpochRecord, type Run } from "./run";
import { restoreLog, storeLog, type RunLog } from "./runLog";
import { ratesAt } from "./schedules";
import { stageFacts, watchedRows } from "./stageFacts";
import { checkMotions, checkTrainingData, setsOf, type TrainingData } from "./trainingData";
import { encodeTargets, fitTargetCode } from "./targetCode";
import { type Batch, type Inside, type TrainStep } from "../steps/trainStep";

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
  /** Follow 100 validation samples from epoch to epoch (`Run.closeUp`). Default false. */
  readonly closeUp?: boolean;
  /** What `step` is: a checkpoint goes on bit for bit on its own kind only. Default reference. */
  readonly stepKind?: StepKind;
  /** Ends after so many epochs, as Stop would: the schedule is that of the whole run. Default all. */
  readonly stopAfter?: number;
}

/** Points along a run that are kept. */
const UPDATE_POINTS = 300;
const LAYER_POINTS = 10;

interface Bench extends Measured {
  /** Normalised training targets, [N, 90], and which of them are near. */
  readonly targets: Float32Array;
  readonly nearTargets: readonly boolean[];
  readonly updatesPerEpoch: number;
  readonly observer: TrainObserver;
  readonly closeUp: boolean;
  readonly stepKind: StepKind;
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
  checkMotions(
    config,
    data.name,
    setsOf(data).flatMap(({ motion }) => motion),
  );
  const bench = prepare(step, config, data, options);
  const { stopAfter = config.epochs } = options;
  return interruptible(async (signal) => {
    const log = options.resume === true ? restoreLog(bench, options.checkpoint) : begin(bench);
    let end: Run["end"] = "finished";
    try {
      while (log.epochs.length < Math.min(stopAfter, config.epochs) && end === "finished") {
        end = await trainEpoch(bench, log, signal);
        if (options.checkpoint !== undefined && end === "finished") storeLog(bench, log, options.checkpoint);
      }
      if (end === "finished" && log.epochs.length < config.epochs) end = "interrupted";
    } catch (error) {
      if (!(error instanceof InterruptedError)) throw error;
      end = "interrupted";
      if (options.checkpoint !== undefined) storeLog(bench, log, options.checkpoint);
    }
    return finish(bench, log, end);
  });
}

function prepare(
  step: TrainStep,
  config: TrainingConfig,
  data: TrainingData,
  { observer = {}, closeUp = false, stepKind = "reference" }: TrainOptions,
): Bench {
  const code = fitTargetCode(config, data.train);
  const [targets, wanted] = [encodeTargets(code, data.train), encodeTargets(code, data.validation)];
  const perEpoch = updatesPerEpoch(config, data.train.targets.length);
  const near = { near: nearRows(data.validation), nearTargets: nearRows(data.train) };
  const given = { step, config, data, code, observer, closeUp, stepKind };
  return { ...given, wanted, targets, ...near, updatesPerEpoch: perEpoch };
}

/** One pass over the training set in updates of `accumulation` micro-batches, then a look at validation. */
async function trainEpoch(bench: Bench, log: RunLog, signal: AbortSignal): Promise<"finished" | "diverged"> {
  const { step, config, data, observer } = bench;
  const samples = data.train.targets.length;
  const epoch = log.epochs.length;
  const totalUpdates = bench.updatesPerEpoch * config.epochs;
  const { groups = 0, sums = noSums() } = log.cut ?? {};
  const firstUpdate = epoch * bench.updatesPerEpoch;
  let update = firstUpdate + groups;
  let microBatch = epoch * Math.ceil(samples / config.batchSize) + groups * config.accumulation;
  let from = performance.now();
  const histogramsAt = histogramUpdates(totalUpdates);
  for (const group of epochPlan(config, samples, epoch).slice(groups)) {
    const histogramDue = histogramsAt.has(update);
    const activations = histogramDue ? measured(log, () => activationCounts(watchedInside(bench))) : {};
    for (const rows of group) {
      const batch = batchOf(bench, rows, { epoch, microBatch: microBatch++ });
      const result = step.forward(batch);
      step.backward(1 / config.accumulation);
      addLosses(sums, bench, { rows, batch, result });
    }
    const due = isDue(update, totalUpdates, LAYER_POINTS);
    if (due) step.measureNextUpdate();
    if (histogramDue) {
      const gradients = measured(log, () => gradientCounts(step));
      log.histograms.push({ update, activations, gradients });
    }
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
  const record = timed(log, () => {
    const look = lookAtValidation(bench);
    followUp(log, look);
    return epochRecord(bench, look, { epoch: epoch + 1, sums, headLearningRate: head });
  });
  log.epochs.push(record);
  delete log.cut;
  for (const line of record.lines) observer.line?.(line);
  observer.epoch?.(record);
  return Number.isFinite(sums.loss) ? "finished" : "diverged";
}

/** What goes on inside on the watched validation rows. */
function watchedInside({ step, data: { validation } }: Bench): Inside {
  const rows = watchedRows(validation.targets.length);
  return step.inside(rows.length, validation.input(rows));
}

/** Adds the moment to the close-up, if one is kept. */
function followUp(log: Pick<RunLog, "closeUp">, { predicted, inside }: Look): void {
  log.closeUp?.push(closeUpPoint(log.closeUp.length, predicted, inside));
}

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

function begin(bench: Bench): RunLog {
  const clock = { seconds: 0, measuringSeconds: 0 };
  const look = timed(clock, () => lookAtValidation(bench));
  const start = timed(clock, () => startFacts(bench, look));
  const stagesBefore = timed(clock, () => stageFacts(bench.step, bench.data));
  const grown = { epochs: [], updates: [], layers: [], histograms: [] };
  const closeUp = bench.closeUp ? { closeUp: [] } : {};
  const log: RunLog = { start, stagesBefore, ...grown, ...closeUp, ...clock };
  timed(log, () => followUp(log, look));
  return log;
}

function finish(bench: Bench, log: RunLog, end: Run["end"]): Run {
  const { config, data, code } = bench;
  const facts = timed(log, () => ({
    data: dataFacts(data, code.normaliser),
    baselines: baselines(data, config, code),
    ...endFacts(bench, end),
  }));
  const { start, stagesBefore, epochs, updates, layers, histograms, seconds, measuringSeconds } = log;
  const last = lastEpochs(epochs);
  const { targets } = data.validation;
  const isReported =
    end === "finished" && data.reported !== undefined && Object.keys(data.reported).length > 0;
  return {
    format: 2,
    config,
    ...{ start, stagesBefore, epochs, updates, layers, histograms, seconds },
    ...(last === undefined ? {} : { lastEpochs: last }),
    ...(log.closeUp === undefined ? {} : { closeUp: closeUpOf(targets, log.closeUp) }),
    ...(isReported ? { reports: reportFacts(bench.step, data, code) } : {}),
    ...facts,
    measuringShare: measuringSeconds / seconds,
  };
}
