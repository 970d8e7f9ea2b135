import { constantVelocity } from "../../geometry/baselines";
import { ade } from "../../geometry/displacementError";
import { type Point } from "../../geometry/trajectory";
import { at } from "../../math/at";
import { numberText } from "../../math/numberText";
import { median } from "../../math/statistics";
import { percent, placed, skipped, verdict, type AuditInput, type Check, type PlacedSample } from "./check";
import { countStretches, MIN_STRETCHES, STRETCH_SECONDS, stretchesNeeded } from "./stretches";
import { THRESHOLDS } from "./thresholds";

/** Neighbours averaged, and samples asked at most (evenly spread). */
const NEIGHBOURS = 8;
const MOST_QUERIES = 600;
const MIN_SAMPLES = 60;

/**
 * The noise ceiling: how much of the targets' variance the nearest neighbours in the past explain, among samples that
 * are not near in time. R² = 1 − Σ|target − mean of neighbours|² / Σ|target − mean of all those samples|².
 */
export const noiseCeiling: Check = (input) => {
  const check = "noise-ceiling";
  const samples = thinned(placed(input).filter(({ past }) => past.length >= 2));
  if (samples.length < MIN_SAMPLES) return skipped(check, `${MIN_SAMPLES} samples with a past`);
  const stretches = countStretches(samples);
  if (stretches < MIN_STRETCHES) return skipped(check, stretchesNeeded(stretches));
  const explained = explainedByNeighbours(samples);
  if (explained === undefined) return skipped(check, "targets that differ");
  return verdict({
    check,
    wrong: explained < THRESHOLDS.explainedVariance.value,
    message: `the past second explains ${percent(Math.max(0, explained))} of the targets' variance (R² ${explained.toFixed(2)})`,
    evidence: { rSquared: explained, samples: samples.length, stretches },
    remedy:
      "Check whose future the targets are before changing the model: no training can find what the inputs do not show.",
  });
};

/** A sample as the neighbour search wants it: ends of its past, and its target as one row of numbers, from the first one's on. */
interface Known {
  readonly sample: PlacedSample;
  readonly ends: readonly [Point, Point];
  readonly target: Float64Array;
}

/**
 * R² of the neighbours' mean; both means come from the same samples, so that a short set is not judged worse. Targets
 * count from the first one's, so that equal ones have no variance at all: else their mean's rounding would be one.
 */
function explainedByNeighbours(samples: readonly PlacedSample[]): number | undefined {
  const zero = at(samples, 0).target.flat();
  const all = samples.map((sample): Known => {
    const { past, target } = sample;
    const ends = [at(past, 0), at(past, past.length - 1)] as const;
    return { sample, ends, target: Float64Array.from(target.flat(), (value, k) => value - at(zero, k)) };
  });
  let [unexplained, total] = [0, 0];
  for (const one of all) {
    const others = all.filter((other) => !nearInTime(one.sample, other.sample));
    if (others.length <= NEIGHBOURS) continue;
    unexplained += squaredDistance(one.target, meanTarget(nearest(one, others)));
    total += squaredDistance(one.target, meanTarget(others));
  }
  return total === 0 ? undefined : 1 - unexplained / total;
}

function nearInTime(a: PlacedSample, b: PlacedSample): boolean {
  return a.recording === b.recording && Math.abs(a.seconds - b.seconds) < STRETCH_SECONDS;
}

/** Those of the others whose past is most alike in its first and last row. */
function nearest({ ends: [near, far] }: Known, others: readonly Known[]): Known[] {
  return others
    .map((other) => ({ other, unlike: squaredGap(near, other.ends[0]) + squaredGap(far, other.ends[1]) }))
    .sort((a, b) => a.unlike - b.unlike)
    .slice(0, NEIGHBOURS)
    .map(({ other }) => other);
}

function squaredGap(a: Point, b: Point): number {
  return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2;
}

/** The mean of targets, number by number. Loops, as it is taken over hundreds of samples for each of them. */
function meanTarget(of: readonly Known[]): Float64Array {
  const sum = new Float64Array(at(of, 0).target.length);
  for (const { target } of of) {
    for (let k = 0; k < sum.length; k++) sum[k] = (sum[k] ?? 0) + (target[k] ?? 0);
  }
  return sum.map((value) => value / of.length);
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, k) => sum + (value - at(b, k)) ** 2, 0);
}

function thinned<T>(samples: readonly T[]): T[] {
  const every = Math.ceil(samples.length / MOST_QUERIES);
  return samples.filter((_, i) => i % every === 0);
}

/** Errors of constant velocity form one hump, not one of driving and one of something else. */
export const residualBimodality: Check = (input) => {
  const errors = residuals(input).sort((a, b) => a.error - b.error);
  if (errors.length < MIN_SAMPLES)
    return skipped("residual-bimodality", `${MIN_SAMPLES} samples with a past`);
  const cut = valley(errors.map(({ error }) => Math.log(error + 0.01)));
  const lower = median(errors.slice(0, cut).map(({ error }) => error));
  const upper = median(errors.slice(cut).map(({ error }) => error));
  return verdict({
    check: "residual-bimodality",
    wrong: upper > THRESHOLDS.bimodalRatio.value * lower && upper > THRESHOLDS.bimodalMeters.value,
    message: `constant velocity is ${numberText(lower, 2)} m off for the easier ${percent(cut / errors.length)} and ${numberText(upper, 2)} m for the rest`,
    evidence: { lowerMeters: lower, upperMeters: upper, lowerShare: cut / errors.length },
    look: errors
      .slice(cut)
      .reverse()
      .map(({ id }) => id),
    remedy: "Look at samples of the upper group: they follow another rule than the rest.",
  });
};

function residuals(input: AuditInput): { id: string; error: number }[] {
  return placed(input).flatMap(({ id, past: [last], target }) =>
    last === undefined ? [] : [{ id, error: ade(constantVelocity(last, target.length), target) }],
  );
}

/** The cut of sorted values into two groups with the least variance inside them (Otsu), each at least a twentieth. */
function valley(sorted: readonly number[]): number {
  const n = sorted.length;
  const total = sorted.reduce((sum, value) => sum + value, 0);
  const least = Math.ceil(n / 20);
  let [best, bestBetween, sum] = [least, -Infinity, 0];
  for (let i = 0; i < n - least; i++) {
    sum += at(sorted, i);
    const count = i + 1;
    if (count < least) continue;
    const between = count * (n - count) * (sum / count - (total - sum) / (n - count)) ** 2;
    if (between > bestBetween) [best, bestBetween] = [count, between];
  }
  return best;
}
