/**
 * Round numbers that cover [low, high] in about `count` steps of 1, 2 or 5 times a power of ten; the outer
 * ones lie inside the range. RangeError unless both are finite and low < high.
 */
export function niceTicks(low: number, high: number, count = 5): number[] {
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high)) {
    throw new RangeError(`ticks: expected finite low < high, got ${low} and ${high}`);
  }
  const rough = (high - low) / count;
  const power = Number(`1e${Math.floor(Math.log10(rough))}`);
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? 10 * power;
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
