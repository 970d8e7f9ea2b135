import { mean } from "../../math/statistics";
import { nextTurn } from "../../task/interrupt";
import { type TrialFacts } from "../evidence";
import { batches, begin, updateOnce, type Bench } from "../fit/fit";
import { makeReady, type Ready } from "../fit/ready";
import { rowsIn } from "../fit/rowSets";
import { type Clock } from "../clock";
import { recipeOf } from "./recipeOf";
import { type TrialInput } from "./trials";

/** 1e-7 … 10, a decade apart. */
export const RATES: readonly number[] = [1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10];
export const RATE_STEPS = 100;
export const RATE_SEEDS = 3;
/** Share of the smoothed loss that a step leaves. */
const SMOOTHING = 0.9;
/** Beyond so many times the best loss a rate, and every larger one, is too large. */
const TOO_LARGE = 4;

/**
 * The smoothed loss after 100 updates at each rate, from the smallest up, mean of three seeds: the recipe's own
 * optimizer and batches at a constant rate. Ends behind the first rate that reaches four times the best loss.
 */
export async function learningRates({ ready, clock }: TrialInput): Promise<TrialFacts["rates"]> {
  const found: { rate: number; loss: number }[] = [];
  let best = Infinity;
  for (const rate of RATES) {
    const losses = await lossesAt(rate, { ready, clock, best });
    if (losses === undefined) break;
    const loss = mean(losses);
    found.push({ rate, loss });
    if (!(loss <= TOO_LARGE * best)) break;
    best = Math.min(best, loss);
  }
  return found.length === 0 ? undefined : found;
}

interface RateInput {
  readonly ready: Ready;
  readonly clock: Clock;
  readonly best: number;
}

/** One loss a seed; undefined where the time ended it early. */
async function lossesAt(rate: number, { ready, clock, best }: RateInput): Promise<number[] | undefined> {
  const losses: number[] = [];
  for (let seed = 0; seed < RATE_SEEDS; seed++) {
    if (clock.isOver()) return undefined;
    const fresh = await makeReady({ ...recipeOf(ready), seed: ready.recipe.seed + seed });
    const bench = begin(fresh);
    try {
      losses.push(await smoothedLoss(bench, rate, TOO_LARGE * best));
    } finally {
      bench.optimizer.dispose();
      fresh.model.dispose();
    }
    if (clock.signal?.aborted === true) return undefined;
  }
  return losses;
}

/** Smoothed over updates, without the bias towards the first one; ends early beyond `tooLarge`. */
async function smoothedLoss(bench: Bench, rate: number, tooLarge: number): Promise<number> {
  const { recipe, scaled } = bench;
  const rows = rowsIn(scaled.train);
  const rates = bench.names.map(() => rate);
  let [sum, weight, update, microBatch] = [0, 0, 0, 0];
  for (let epoch = 0; update < RATE_STEPS; epoch++) {
    for (const group of batches(recipe, rows, epoch)) {
      if (update === RATE_STEPS) break;
      const { loss } = updateOnce(bench, group, { microBatch, update, rates });
      sum = SMOOTHING * sum + loss / group.flat().length;
      weight = SMOOTHING * weight + 1;
      microBatch += group.length;
      update++;
      if (!(sum / weight <= tooLarge)) return sum / weight;
      await nextTurn();
    }
  }
  return sum / weight;
}
