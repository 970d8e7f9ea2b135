import { mean, std, type Values } from "../statistics";
import { tBound } from "./studentT";

/** A mean with the interval that holds the true one with a given probability. */
export interface MeanInterval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Mean and interval of paired differences: mean ± t · s / √n, Student's t with n − 1 degrees of freedom (paired t).
 * At ten pairs it covers what it says for normal and more for heavy-tailed differences; the percentile bootstrap
 * covers 90 %, and Wilcoxon's is about a median (test/math/effects/coverage.test.ts measures all three).
 * One difference has no interval: a RangeError. NaN in, NaN out.
 */
export function pairedInterval(differences: Values, level = 0.95): MeanInterval {
  const n = differences.length;
  if (n < 2) throw new RangeError(`interval: expected at least 2 pairs, got ${n}; run more seeds`);
  const middle = mean(differences);
  const half = (tBound(level, n - 1) * std(differences)) / Math.sqrt(n - 1); // s / √n = population std / √(n − 1)
  return { mean: middle, low: middle - half, high: middle + half };
}
