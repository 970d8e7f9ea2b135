import { at } from "./at";
import { centred, columnMoments, type FeatureTable, rowsOf } from "./featureStatistics";

/** Rows asked and searched at most: the cost goes by their square. */
const MOST_ROWS = 600;

/**
 * How much of the targets' variance the `neighbours` nearest rows of inputs explain, each row left out of its own
 * answer: 1 − Σ|t − mean of neighbours|² / Σ|t − mean of the other rows|², all outputs standardised. Inputs are
 * standardised column by column. NaN when no target varies; a RangeError with no more rows than neighbours.
 */
export function neighbourR2(inputs: FeatureTable, targets: FeatureTable, neighbours = 8): number {
  const rows = spread(rowsOf(inputs));
  if (rows.length <= neighbours) {
    throw new RangeError(`neighbourR2: expected more than ${neighbours} rows, got ${rows.length}`);
  }
  const [x, t] = [inputs, targets].map((table) => {
    const values = standardised(table);
    return rows.map((row) => rowOf(values, table.width, row));
  }) as [Float64Array[], Float64Array[]];
  const sum = t.reduce(
    (total, row) => total.map((value, k) => value + at(row, k)),
    new Float64Array(targets.width),
  );
  let [unexplained, total] = [0, 0];
  t.forEach((wanted, i) => {
    const guess = meanOf(nearest(x, i, neighbours).map((row) => at(t, row)));
    const others = sum.map((value, k) => (value - at(wanted, k)) / (t.length - 1));
    unexplained += squaredDistance(wanted, guess);
    total += squaredDistance(wanted, others);
  });
  return total === 0 ? NaN : 1 - unexplained / total;
}

function spread(rows: number): number[] {
  const every = Math.ceil(rows / MOST_ROWS);
  return Array.from({ length: Math.ceil(rows / every) }, (_, i) => i * every);
}

function standardised(table: FeatureTable): Float64Array {
  const { mean, std } = columnMoments(table);
  return centred(table, mean, std);
}

const rowOf = (values: Float64Array, width: number, row: number): Float64Array =>
  values.subarray(row * width, (row + 1) * width);

function nearest(x: readonly Float64Array[], row: number, count: number): number[] {
  const from = at(x, row);
  return x
    .map((other, i) => ({ i, far: i === row ? Infinity : squaredDistance(from, other) }))
    .sort((a, b) => a.far - b.far)
    .slice(0, count)
    .map(({ i }) => i);
}

function meanOf(rows: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(at(rows, 0).length);
  for (const row of rows) for (let k = 0; k < sum.length; k++) sum[k] = at(sum, k) + at(row, k) / rows.length;
  return sum;
}

function squaredDistance(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += ((a[k] as number) - (b[k] as number)) ** 2;
  return sum;
}
