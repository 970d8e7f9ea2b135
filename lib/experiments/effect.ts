import { mean, range } from "../math/statistics";
import { at } from "../math/at";

/** What a change of the training did to the error. */
export interface Effect {
  /** Mean over seeds of variant − base, metres: below 0 is better. */
  readonly change: number;
  /** Smallest and largest change of one seed. */
  readonly changeRange: readonly [number, number];
  readonly verdict: "helps" | "no measurable effect" | "depends on the seed" | "harmful";
}

/** A mean change smaller than this share of the base's error counts for nothing. */
export const SMALLEST_EFFECT = 0.05;

/**
 * Compares a variant with its base, seed by seed (same seed, same order and first weights where shapes allow).
 * It has an effect only if the mean change is at least 5 % of the base's mean error: it helps or harms when every
 * seed says so, and depends on the seed when they disagree. An error that is not finite harms.
 */
export function effectOf(base: readonly number[], variant: readonly number[]): Effect {
  if (base.length !== variant.length || base.length === 0) {
    throw new RangeError(
      `effect: expected as many runs of the variant as of its base, got ${variant.length} and ${base.length}; run the same seeds`,
    );
  }
  const changes = variant.map((error, i) => (Number.isFinite(error) ? error : Infinity) - at(base, i));
  const change = mean(changes);
  const [low, high] = range(changes);
  const large = Math.abs(change) >= SMALLEST_EFFECT * mean(base);
  return { change, changeRange: [low, high], verdict: large ? verdictOf(low, high) : "no measurable effect" };
}

function verdictOf(low: number, high: number): Effect["verdict"] {
  if (high < 0) return "helps";
  return low > 0 ? "harmful" : "depends on the seed";
}
