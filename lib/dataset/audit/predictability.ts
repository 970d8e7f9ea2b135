import { constantVelocity } from "../../geometry/baselines";
import { ade } from "../../geometry/displacementError";
import { at } from "../../math/at";
import { mean, median } from "../../math/statistics";
import { percent, placed, skipped, verdict, type AuditInput, type Check, type PlacedSample } from "./check";
import { THRESHOLDS } from "./thresholds";

/** Neighbours averaged, and samples asked at most (evenly spread). */
const NEIGHBOURS = 8;
const MOST_QUERIES = 600;
const MIN_SAMPLES = 60;
/** Neighbours nearer in time than a past and a future together would see the answer. */
const APART_SECONDS = 6;

/**
 * The noise ceiling: how much of the targets' variance the nearest neighbours in the past explain, leaving out what is
 * near in time. R² = 1 − Σ|target − mean of neighbours|² / Σ|target − mean of all|².
 */
export const noiseCeiling: Check = (input) => {
  const samples = thinned(placed(input).filter(({ past }) => past.length >= 2));
  if (samples.length < MIN_SAMPLES) return skipped("noise-ceiling", `${MIN_SAMPLES} samples with a past`);
  const features = samples.map(({ past }) => [at(past, 0), at(past, past.length - 1)].flat());
  const targets = samples.map(({ target }) => target.flat());
  const columns = at(targets, 0).map((_, k) => mean(targets.map((target) => at(target, k))));
  let [unexplained, total] = [0, 0];
  targets.forEach((target, i) => {
    const near = neighbours(samples, features, i);
    if (near.length < NEIGHBOURS) return;
    target.forEach((value, k) => {
      unexplained += (value - mean(near.map((j) => at(at(targets, j), k)))) ** 2;
      total += (value - at(columns, k)) ** 2;
    });
  });
  if (total === 0) return skipped("noise-ceiling", `samples ${APART_SECONDS} s apart`);
  const explained = 1 - unexplained / total;
  return verdict({
    check: "noise-ceiling",
    wrong: explained < THRESHOLDS.explainedVariance.value,
    message: `the past second explains ${percent(Math.max(0, explained))} of the targets' variance (R² ${explained.toFixed(2)})`,
    evidence: { rSquared: explained, samples: samples.length },
    remedy:
      "Check whose future the targets are before changing the model: no training can find what the inputs do not show.",
  });
};

/** Indices of the nearest samples in the past's first and last row, none of them near in time. */
function neighbours(samples: readonly PlacedSample[], features: readonly number[][], i: number): number[] {
  const { recording, seconds } = at(samples, i);
  const distance = (j: number): number =>
    at(features, j).reduce((sum, value, k) => sum + (value - at(at(features, i), k)) ** 2, 0);
  return samples
    .flatMap((other, j) =>
      other.recording === recording && Math.abs(other.seconds - seconds) < APART_SECONDS
        ? []
        : [{ j, d: distance(j) }],
    )
    .sort((a, b) => a.d - b.d)
    .slice(0, NEIGHBOURS)
    .map(({ j }) => j);
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
    message: `constant velocity is ${lower.toPrecision(2)} m off for the easier ${percent(cut / errors.length)} and ${upper.toPrecision(2)} m for the rest`,
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
