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
  const { mean, std, finite } = finiteMoments(values);
  const notFinite = values.length - finite;
  const [from, width] = [mean - REACH * std, (2 * REACH * std) / bins];
  const counts = new Uint32Array(bins);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value - value !== 0) continue; // NaN and infinities
    const bin = width > 0 ? Math.min(bins - 1, Math.max(0, Math.floor((value - from) / width))) : 0;
    counts[bin] = (counts[bin] as number) + 1;
  }
  return { mean, std, from, width, counts: [...counts], notFinite };
}

/** Mean and standard deviation of the finite values, and how many there are: a million at a time, so plain loops. */
function finiteMoments(values: Float32Array): { mean: number; std: number; finite: number } {
  let [sum, finite, squares] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value - value !== 0) continue;
    sum += value;
    finite++;
  }
  const mean = sum / finite;
  for (let i = 0; i < values.length; i++) {
    const apart = (values[i] as number) - mean;
    if (apart - apart === 0) squares += apart * apart;
  }
  return { mean, std: Math.sqrt(squares / finite), finite };
}
