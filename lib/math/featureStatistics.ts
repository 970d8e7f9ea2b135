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
export function columnMoments(table: FeatureTable): {
  mean: Float64Array<ArrayBuffer>;
  std: Float64Array<ArrayBuffer>;
} {
  const rows = rowsOf(table);
  const mean = columnMeans(table, rows, (value) => value);
  const variance = columnMeans(table, rows, (value, column) => (value - (mean[column] as number)) ** 2);
  return { mean, std: variance.map(Math.sqrt) };
}

function columnMeans(
  { values, width }: FeatureTable,
  rows: number,
  of: (value: number, column: number) => number,
): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(width);
  for (let row = 0, i = 0; row < rows; row++) {
    for (let k = 0; k < width; k++) sums[k] = (sums[k] as number) + of(values[i++] as number, k);
  }
  return sums.map((sum) => sum / rows);
}

/** The rows less `mean`, column by column divided by `scale` (default 1; 0 leaves the column at 0), float64. */
export function centred(
  { values, width }: FeatureTable,
  mean: Float64Array,
  scale: Float64Array = new Float64Array(width).fill(1),
): Float64Array<ArrayBuffer> {
  const factors = scale.map((unit) => (unit > 0 ? 1 / unit : 0));
  const result = new Float64Array(values.length);
  for (let i = 0; i < values.length;) {
    for (let k = 0; k < width; k++, i++) {
      result[i] = ((values[i] as number) - (mean[k] as number)) * (factors[k] as number);
    }
  }
  return result;
}

/** Inner products of all rows of a with all rows of b, [rowsA, rowsB]; with a as b only half are computed. */
export function gram(a: Float64Array, b: Float64Array, width: number): Float64Array<ArrayBuffer> {
  const rowsA = a.length / width;
  const rowsB = b.length / width;
  const products = new Float64Array(rowsA * rowsB);
  for (let i = 0; i < rowsA; i++) {
    for (let j = 0; j < (a === b ? i + 1 : rowsB); j += 4) {
      fourProducts(
        products.subarray(i * rowsB + j, (i + 1) * rowsB),
        a.subarray(i * width, (i + 1) * width),
        {
          b,
          first: j * width,
        },
      );
    }
  }
  if (a === b) mirror(products, rowsA);
  return products;
}

/** Products of one row with the next (up to) four rows of b: each number of the row is read once for all four. */
function fourProducts(
  products: Float64Array,
  row: Float64Array,
  { b, first }: { readonly b: Float64Array; readonly first: number },
): void {
  const width = row.length;
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  if (first + 4 * width <= b.length) {
    for (let k = 0, q = first; k < width; k++, q++) {
      const x = row[k] as number;
      s0 += x * (b[q] as number);
      s1 += x * (b[q + width] as number);
      s2 += x * (b[q + 2 * width] as number);
      s3 += x * (b[q + 3 * width] as number);
    }
    products[0] = s0;
    products[1] = s1;
    products[2] = s2;
    products[3] = s3;
    return;
  }
  for (let n = 0; first + n * width < b.length; n++) {
    let sum = 0;
    for (let k = 0, q = first + n * width; k < width; k++) sum += (row[k] as number) * (b[q++] as number);
    products[n] = sum;
  }
}

/** Copies the lower triangle of a square table over the upper one. */
function mirror(table: Float64Array, rows: number): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < i; j++) table[j * rows + i] = table[i * rows + j] as number;
  }
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
  const centredRows = centred(table, mean);
  const products = gram(centredRows, centredRows, width);
  let trace = 0;
  for (let i = 0; i < rows; i++) trace += products[i * rows + i] as number;
  const squares = products.reduce((sum, value) => sum + value * value, 0); // = Σλ²: Gram and covariance share it
  return {
    cosine: meanCosine(uncentred(products, centredRows, mean), rows),
    centredCosine: meanCosine(products, rows),
    effectiveRank: (trace * trace) / squares,
    spread: Math.sqrt(trace / (rows * width)),
  };
}

/** Inner products of the rows as they are, from those of the centred ones: (c + m)·(d + m) = c·d + c·m + d·m + m·m. */
function uncentred(products: Float64Array, centredRows: Float64Array, mean: Float64Array): Float64Array {
  const along = gram(centredRows, mean, mean.length);
  const [square = NaN] = gram(mean, mean, mean.length);
  const rows = along.length;
  return products.map(
    (product, place) =>
      product + (along[Math.floor(place / rows)] as number) + (along[place % rows] as number) + square,
  );
}

function meanCosine(products: Float64Array, rows: number): number {
  const lengths = Float64Array.from({ length: rows }, (_, i) => Math.sqrt(products[i * rows + i] as number));
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < i; j++) {
      sum += (products[i * rows + j] as number) / ((lengths[i] as number) * (lengths[j] as number));
    }
  }
  return sum / ((rows * (rows - 1)) / 2);
}
