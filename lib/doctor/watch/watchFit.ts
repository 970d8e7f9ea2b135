import * as tf from "@tensorflow/tfjs";
import { type Evidence, type StageFacts } from "../evidence";
import { gradientsOf, trainedVariables } from "../fit/gradients";
import { predict } from "../fit/ready";
import { firstRows } from "../fit/rowSets";
import { modes } from "../probe/modes";
import { stages } from "../probe/stages";
import { isLookedAt, watchLayers, type LayerWatch } from "../probe/watchLayers";
import { type Recipe, type TfjsModel } from "../recipe";
import { dataFacts, heldOutPairs, startFacts } from "../recipeEvidence";
import { compiledOptimizer } from "./compiled";
import { logCurves, type EpochLog } from "./logCurves";
import { watchedReady, withCompiledLoss, type WatchedReady } from "./watchedReady";

type Logs = Readonly<Record<string, number>>;

/** For `callbacks` of `model.fit`. */
export interface FitCallbacks {
  readonly onTrainBegin: () => void;
  readonly onBatchBegin: () => void;
  readonly onBatchEnd: (batch: number, logs?: Logs) => void;
  readonly onEpochEnd: (epoch: number, logs?: Logs) => void;
  readonly onTrainEnd: () => void;
}

/** Somebody's own fit, being watched. */
export interface WatchedFit {
  readonly callbacks: FitCallbacks;
  /** What is known so far; after the fit all of it. Errors: no fit has begun. */
  readonly evidence: () => Evidence;
}

/** What a fit has shown so far. */
interface Seen {
  readonly ready: WatchedReady;
  readonly layers: LayerWatch;
  readonly start: NonNullable<Evidence["start"]>;
  readonly before: readonly StageFacts[];
  readonly epochs: EpochLog[];
  batchSize: number;
  update: number;
  /** Ends the look at the update under way. */
  after: (() => void) | undefined;
  end: Evidence | undefined;
}

/** Rows whose gradient is looked at, and those that both modes are compared on: few, so that a fit costs what it did. */
const GRADIENT_ROWS = 16;
const MODE_ROWS = 64;
/** Rows that every stage is read on: the cost of a readout grows with their square. */
const STAGE_ROWS = { train: 64, heldOut: 48 } as const;

/**
 * Two lines around somebody's own `model.fit`: its callbacks look at outputs, layers and updates on a few rows and change
 * no number of the training. Rows as fit is given them; without validation nothing is said of held-out rows. One fit at
 * a time; a new one begins anew. Errors, before any fit: rows that the model does not take.
 */
export function watchFit(model: TfjsModel, data: Pick<Recipe, "train" | "validation">): WatchedFit {
  const ready = watchedReady(model, data);
  let seen: Seen | undefined;
  const now = (): Seen => {
    if (seen !== undefined) return seen;
    throw new Error("watchFit: expected a fit that has begun, got none; give its callbacks to model.fit");
  };
  return {
    evidence: () => evidenceOf(now()),
    callbacks: {
      onTrainBegin: () => {
        seen = begin(withCompiledLoss(ready));
      },
      onBatchBegin: () => batchBegins(now()),
      onBatchEnd: (_, logs) => batchEnds(now(), logs?.["size"] ?? 0),
      onEpochEnd: (_, logs = {}) => epochEnds(now(), logs),
      onTrainEnd: () => {
        now().end = endOf(now());
      },
    },
  };
}

function begin(ready: WatchedReady): Seen {
  return {
    ready,
    layers: watchLayers(ready.model, NaN), // which update is the last nobody says
    start: startFacts(ready, predict(ready, ready.scaled.train)),
    before: stagesOf(ready, "start"),
    epochs: [],
    ...{ batchSize: 0, update: 0, after: undefined, end: undefined },
  };
}

/** Without held-out rows a readout would be judged by the rows it was fitted on. */
function stagesOf(ready: WatchedReady, when: StageFacts["when"]): StageFacts[] {
  const rows = {
    train: firstRows(ready.scaled.train, STAGE_ROWS.train),
    heldOut: firstRows(ready.scaled.validation, STAGE_ROWS.heldOut),
  };
  const facts = stages(ready, rows, when);
  if (ready.hasHeldOut) return facts;
  return facts.map((stage) =>
    Object.fromEntries(Object.entries(stage).filter(([key]) => key !== "probeR2")),
  ) as unknown as StageFacts[];
}

function batchBegins(seen: Seen): void {
  if (!isLookedAt(seen.update, NaN)) return;
  const { ready, layers } = seen;
  const bench = { ...ready, weights: trainedVariables(ready.model) };
  const { gradients } = gradientsOf(bench, firstRows(ready.scaled.train, GRADIENT_ROWS), false);
  seen.after = layers.before(seen.update, gradients);
  tf.dispose(gradients);
}

function batchEnds(seen: Seen, size: number): void {
  seen.batchSize = Math.max(seen.batchSize, size); // the last of an epoch may be short
  seen.after?.();
  seen.after = undefined;
  seen.update++;
}

function epochEnds({ epochs, ready }: Seen, logs: Logs): void {
  const { learningRate } = ready.model.optimizer.getConfig();
  const rate = typeof learningRate === "number" ? { "learning rate": learningRate } : {};
  epochs.push({ ...logs, ...rate });
}

/** What the finished model says: data, pairs, stages, both modes. */
function endOf({ ready, epochs, batchSize }: Seen): Evidence | undefined {
  if (epochs.length === 0) return undefined;
  const asFitted = {
    ...{ ...ready, recipe: { ...ready.recipe, batchSize: Math.max(1, batchSize) } },
    scaled: { ...ready.scaled, train: firstRows(ready.scaled.train, MODE_ROWS) },
  };
  const { sets, scaled, whole, hasHeldOut } = ready;
  const onTrain = {
    ...ready,
    ...{ sets: { ...sets, evaluation: sets.train }, scaled: { ...scaled, evaluation: scaled.train } },
  };
  const data = dataFacts({ ...ready, sets: whole });
  return {
    format: 1,
    data: hasHeldOut ? data : { ...data, heldOutRows: 0 },
    pairs: [...(hasHeldOut ? [heldOutPairs(ready)] : []), { ...heldOutPairs(onTrain), split: "train" }],
    stages: stagesOf(ready, "end"),
    modes: modes(asFitted),
  };
}

function evidenceOf({ ready, layers, start, before, epochs, batchSize, end }: Seen): Evidence {
  const loss = ready.recipe.loss;
  return {
    ...{ format: 1, level: "probe", curves: logCurves(epochs), start },
    settings: {
      loss: typeof loss === "function" ? "custom" : loss,
      ...compiledOptimizer(ready.model),
      ...{ batchSize, epochs: epochs.length },
    },
    ...(end?.data === undefined ? {} : { data: end.data }),
    ...(end?.pairs === undefined ? {} : { pairs: end.pairs }),
    ...(end?.modes === undefined ? {} : { modes: end.modes }),
    stages: [...before, ...(end?.stages ?? [])],
    layers: layers.facts(),
  };
}
