import { mean, std } from "./statistics";

/** How many of some values lie where: bins of equal width over four standard deviations on both sides of the mean. */
export interface ValueCounts {
  /** Of the finite values; NaN without one. */
  readonly mean: number;
  readonly std: number;
  /** Lower edge of the first bin, and a bin's width; 0 when all values are equal. */
  readonly from: number;
  readonly width: number;
  /** The outer bins also hold what lies beyond them. */
  readonly counts: readonly number[];
  /** NaN and infinities, in no bin. */
  readonly notFinite: number;
}

/** Standard deviations that the bins reach to each side: a few values far out must not squeeze all others into one. */
const REACH = 4;

/** Counts values in `bins` bins; equal values all fall into the first. */
export function valueCounts(values: Float32Array, bins = 40): ValueCounts {
  const finite = values.filter(Number.isFinite);
  const counts = new Array<number>(bins).fill(0);
  const notFinite = values.length - finite.length;
  if (finite.length === 0) return { mean: NaN, std: NaN, from: NaN, width: NaN, counts, notFinite };
  const [centre, spread] = [mean(finite), std(finite)];
  const [from, width] = [centre - REACH * spread, (2 * REACH * spread) / bins];
  for (const value of finite) {
    const bin = width > 0 ? Math.min(bins - 1, Math.max(0, Math.floor((value - from) / width))) : 0;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { mean: centre, std: spread, from, width, counts, notFinite };
}
