/** Rows of features, row-major [rows, width]. */
export interface FeatureTable {
  readonly values: Float32Array;
  readonly width: number;
}

/** Number of rows; a RangeError unless the values fill whole rows and there are two or more. */
export function rowsOf({ values, width }: FeatureTable): number {
  const rows = values.length / width;
  if (!Number.isInteger(rows) || rows < 2) {
    throw new RangeError(`features: expected at least 2 rows of ${width}, got ${values.length} numbers`);
  }
  return rows;
}

/** Mean and standard deviation of each column, float64. */
export function columnMoments(table: FeatureTable): { mean: Float64Array; std: Float64Array } {
  const rows = rowsOf(table);
  const { values, width } = table;
  const mean = new Float64Array(width);
  const std = new Float64Array(width);
  for (let i = 0; i < values.length; i++) mean[i % width] = (mean[i % width] ?? 0) + (values[i] ?? 0) / rows;
  for (let i = 0; i < values.length; i++) {
    std[i % width] = (std[i % width] ?? 0) + ((values[i] ?? 0) - (mean[i % width] ?? 0)) ** 2 / rows;
  }
  return { mean, std: std.map(Math.sqrt) };
}

/** The rows less `mean`, column by column divided by `scale` (default 1; 0 leaves the column at 0), float64. */
export function centred(
  { values, width }: FeatureTable,
  mean: Float64Array,
  scale?: Float64Array,
): Float64Array {
  return Float64Array.from(values, (value, i) => {
    const unit = scale?.[i % width] ?? 1;
    return unit > 0 ? (value - (mean[i % width] ?? 0)) / unit : 0;
  });
}

/** Inner products of all rows of a with all rows of b, [rowsA, rowsB]. */
export function gram(a: Float64Array, b: Float64Array, width: number): Float64Array {
  const rowsA = a.length / width;
  const rowsB = b.length / width;
  const products = new Float64Array(rowsA * rowsB);
  for (let i = 0; i < rowsA; i++) {
    for (let j = 0; j < rowsB; j++) {
      let sum = 0;
      for (let k = 0, p = i * width, q = j * width; k < width; k++)
        sum += (a[p++] as number) * (b[q++] as number);
      products[i * rowsB + j] = sum;
    }
  }
  return products;
}

export interface FeatureStatistics {
  /** Mean cosine of two different rows as they are: near 1 when a common direction dominates. */
  readonly cosine: number;
  /** The same after the mean row is taken away: near 0 for features that differ, NaN when all rows are equal. */
  readonly centredCosine: number;
  /** Participation ratio of the covariance, (Σλ)² / Σλ²: how many directions carry the variance. */
  readonly effectiveRank: number;
  /** Root mean square of the columns' standard deviations: how far rows lie apart. */
  readonly spread: number;
}

/** How alike a batch's features are and how many directions they use. */
export function featureStatistics(table: FeatureTable): FeatureStatistics {
  const rows = rowsOf(table);
  const { width } = table;
  const { mean } = columnMoments(table);
  const raw = centred(table, new Float64Array(width));
  const centredRows = centred(table, mean);
  const products = gram(centredRows, centredRows, width);
  let trace = 0;
  for (let i = 0; i < rows; i++) trace += products[i * rows + i] ?? 0;
  const squares = products.reduce((sum, value) => sum + value * value, 0); // = Σλ²: Gram and covariance share it
  return {
    cosine: meanCosine(gram(raw, raw, width), rows),
    centredCosine: meanCosine(products, rows),
    effectiveRank: (trace * trace) / squares,
    spread: Math.sqrt(trace / (rows * width)),
  };
}

function meanCosine(products: Float64Array, rows: number): number {
  const length = (i: number): number => Math.sqrt(products[i * rows + i] ?? NaN);
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < i; j++) sum += (products[i * rows + j] ?? 0) / (length(i) * length(j));
  }
  return sum / ((rows * (rows - 1)) / 2);
}
