import * as tf from "@tensorflow/tfjs";
import { nextTurn } from "../../task/interrupt";
import { epochPlan, updatesPerEpoch } from "../../training/epochPlan";
import { scheduledRate, type Moment, type RateSchedule } from "../../training/schedules";
import { type Recipe } from "../recipe";
import { recipeOptimizer, type Optimizer, type Updated } from "./optimizer";
import { lossOfPredictions, predict, type Ready } from "./ready";
import { pickSet, rowsIn } from "./rowSets";
import { type Block } from "./block";
import { gradientsOf, trainedVariables } from "./gradients";

/** One epoch; losses in training units, penalties included. */
export interface FittedEpoch {
  /** Mean over the epoch's rows, in training mode, while the weights moved. */
  readonly trainLoss: number;
  readonly validationLoss: number;
  /** Output on validation rows after the epoch, training units. */
  readonly predicted: Block;
  /** Of the epoch's first update. */
  readonly learningRate: number;
  /** Mean over updates, before clipping. */
  readonly gradientNorm: number;
  readonly clippedShare: number;
}

/** Stands around an update: looks at gradients (in the order of `model.trainableWeights`) and weights, and lets it happen. */
export type AroundUpdate = (update: number, gradients: readonly tf.Tensor[], move: () => void) => void;

export interface FitOptions {
  /** After every epoch; returning false ends the training. */
  readonly epoch?: (done: number) => boolean;
  readonly signal?: AbortSignal;
  readonly around?: AroundUpdate;
}

/** A model with its optimizer, ready to be moved; `optimizer.dispose()` frees it, the model stays. */
export interface Bench extends Ready {
  readonly weights: readonly tf.Variable[];
  readonly names: readonly string[];
  readonly optimizer: Optimizer;
  readonly updatesPerEpoch: number;
}

/**
 * Trains the model in place by its recipe, readable and small: every epoch all rows, an update for each group of
 * `accumulation` batches. A loss that is no number does not end it, as it would not in most loops. An aborted signal
 * ends it at the next update; the epochs done stay.
 */
export async function fit(ready: Ready, options: FitOptions = {}): Promise<FittedEpoch[]> {
  const { epoch: after, signal } = options;
  const bench = begin(ready);
  const epochs: FittedEpoch[] = [];
  try {
    while (epochs.length < ready.recipe.epochs && signal?.aborted !== true) {
      const done = await trainEpoch(bench, epochs.length, options);
      if (done === undefined) break;
      epochs.push(done);
      if (after?.(epochs.length) === false) break;
    }
  } finally {
    bench.optimizer.dispose();
  }
  return epochs;
}

/** The caller disposes the optimizer. */
export function begin(ready: Ready): Bench {
  const weights = trainedVariables(ready.model);
  return {
    ...ready,
    weights,
    names: ready.model.trainableWeights.map(({ originalName }) => originalName),
    optimizer: recipeOptimizer(ready.recipe.optimizer, weights),
    updatesPerEpoch: updatesPerEpoch(planOf(ready.recipe), rowsIn(ready.scaled.train)),
  };
}

/** What decides the batches of an epoch. */
const planOf = ({ seed, batchSize, accumulation = 1 }: Recipe) => ({ seed, batchSize, accumulation });

/** Batches of an epoch in groups of one update each: the trainer's, or the rows as they come. */
export function batches(recipe: Recipe, rows: number, epoch: number): readonly (readonly number[][])[] {
  const shuffled = epochPlan(planOf(recipe), rows, epoch);
  if (recipe.shuffle !== false) return shuffled;
  let next = 0;
  return shuffled.map((group) => group.map((batch) => batch.map(() => next++)));
}

async function trainEpoch(
  bench: Bench,
  epoch: number,
  { signal, around }: FitOptions,
): Promise<FittedEpoch | undefined> {
  const { recipe, scaled } = bench;
  const rows = rowsIn(scaled.train);
  const sums = { loss: 0, norm: 0, clipped: 0 };
  const totalUpdates = bench.updatesPerEpoch * recipe.epochs;
  const firstUpdate = epoch * bench.updatesPerEpoch;
  let update = firstUpdate;
  let microBatch = epoch * Math.ceil(rows / recipe.batchSize);
  for (const group of batches(recipe, rows, epoch)) {
    const rates = ratesOf(bench, { epoch, update, totalUpdates });
    const { loss, gradientNorm, clipFactor } = updateOnce(bench, group, {
      ...{ microBatch, update, rates },
      ...(around === undefined ? {} : { around }),
    });
    sums.loss += loss;
    sums.norm += gradientNorm;
    sums.clipped += clipFactor < 1 ? 1 : 0;
    microBatch += group.length;
    update++;
    await nextTurn();
    if (signal?.aborted === true) return undefined;
  }
  const predicted = predict(bench, scaled.validation);
  return {
    trainLoss: sums.loss / rows,
    validationLoss: lossOfPredictions(bench, predicted, scaled.validation),
    predicted,
    learningRate: scheduledRate(scheduleOf(recipe), recipe.optimizer.learningRate, {
      epoch,
      update: firstUpdate,
      totalUpdates,
    }),
    gradientNorm: sums.norm / bench.updatesPerEpoch,
    clippedShare: sums.clipped / bench.updatesPerEpoch,
  };
}

/** Which update this is, and what it is given. */
export interface UpdateMoment {
  /** Of the group's first batch: chooses its dropout masks. */
  readonly microBatch: number;
  readonly update: number;
  /** One for each weight. */
  readonly rates: readonly number[];
  readonly around?: AroundUpdate;
}

/** One update from a group of batches; `loss` is their sum over rows. */
export function updateOnce(
  bench: Bench,
  group: readonly (readonly number[])[],
  { microBatch, update, rates, around = onlyMove }: UpdateMoment,
): Updated & { readonly loss: number } {
  let pending: tf.Tensor[] = [];
  let sum = 0;
  group.forEach((batch, i) => {
    bench.dropout(microBatch + i);
    const { loss, gradients } = gradientsOf(bench, pickSet(bench.scaled.train, batch));
    sum += loss * batch.length;
    pending = added(pending, gradients, bench.recipe.accumulation ?? 1);
  });
  let updated: Updated = { gradientNorm: NaN, clipFactor: 1 };
  around(update, pending, () => {
    updated = bench.optimizer.update(pending, rates);
  });
  tf.dispose(pending);
  return { loss: sum, ...updated };
}

const onlyMove: AroundUpdate = (_, __, move) => {
  move();
};

/** Pending + gradients / parts; both are taken over. */
function added(pending: tf.Tensor[], gradients: tf.Tensor[], parts: number): tf.Tensor[] {
  if (parts === 1) return gradients;
  const sum = tf.tidy(() =>
    gradients.map((gradient, i) => {
      const scaled = tf.mul(gradient, 1 / parts);
      const before = pending[i];
      return before === undefined ? scaled : tf.add(before, scaled);
    }),
  );
  tf.dispose([pending, gradients]);
  return sum;
}

function scheduleOf({
  schedule = "constant",
  epochs,
  finalRate = 0,
  warmupShare = 0.1,
}: Recipe): RateSchedule {
  switch (schedule) {
    case "constant":
      return { kind: schedule };
    case "cosine":
      return { kind: schedule, epochs, finalRate };
    case "warmup-cosine":
      return { kind: schedule, warmupShare };
  }
}

/** A weight with a rate of its own goes towards 0 where the others go to `finalRate`. */
function ratesOf({ recipe, names }: Bench, moment: Moment): number[] {
  const { learningRate, rates = {} } = recipe.optimizer;
  const shared = scheduledRate(scheduleOf(recipe), learningRate, moment);
  const own = scheduleOf({ ...recipe, finalRate: 0 });
  return names.map((name) => {
    const rate = rates[name];
    return rate === undefined ? shared : scheduledRate(own, rate, moment);
  });
}
