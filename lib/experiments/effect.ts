import { mean, range } from "../math/statistics";
import { at } from "../math/at";

/** What a change of the training did to the error. */
export interface Effect {
  /** Mean over seeds of variant − base, metres: below 0 is better. */
  readonly change: number;
  /** Smallest and largest change of one seed. */
  readonly changeRange: readonly [number, number];
  readonly verdict: "helps" | "no measurable effect" | "harmful";
}

/** A mean change smaller than this share of the base's error counts for nothing. */
export const SMALLEST_EFFECT = 0.05;

/**
 * Compares a variant with its base, seed by seed (same seed, same order and first weights where shapes allow).
 * It helps or harms only if every seed says so and the mean change is at least 5 % of the base's mean error;
 * an error that is not finite harms.
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
  const verdict = large && high < 0 ? "helps" : large && low > 0 ? "harmful" : "no measurable effect";
  return { change, changeRange: [low, high], verdict };
}
