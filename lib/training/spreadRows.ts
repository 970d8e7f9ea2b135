import { type FeatureTable } from "../math/featureStatistics";

/** At most `count` row numbers spread evenly over a set, so that neighbours in time do not crowd in. */
export function spreadRows(size: number, count: number): number[] {
  const taken = Math.min(size, count);
  return Array.from({ length: taken }, (_, i) => Math.floor((i * size) / taken));
}

/** Some rows of a table of `size` rows, in their order. */
export function pickRows(values: Float32Array, size: number, rows: readonly number[]): FeatureTable {
  const width = values.length / size;
  const picked = new Float32Array(rows.length * width);
  rows.forEach((row, i) => picked.set(values.subarray(row * width, (row + 1) * width), i * width));
  return { values: picked, width };
}
