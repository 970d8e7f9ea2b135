import { centred, columnMoments, gram, rowsOf, type FeatureTable } from "./featureStatistics";

/** Features with what is to be read from them, row by row. */
export interface ProbeSet {
  readonly features: FeatureTable;
  /** [rows, outputs]. */
  readonly targets: FeatureTable;
}

/**
 * R² on held-out rows of a linear ridge readout, all outputs together: 1 − Σ(t − p)² / Σ(t − mean of train)².
 * Columns are standardised by the training rows; the penalty is `penalty` × the mean squared row length. Solved in
 * its dual form, (K + λI) a = t, so that the cost goes by rows, not width. Negative: worse than a constant; NaN when
 * every held-out target is the mean of train.
 */
export function ridgeProbe(train: ProbeSet, heldOut: ProbeSet, penalty = 0.01): number {
  const { width } = train.features;
  const outputs = train.targets.width;
  const moments = columnMoments(train.features);
  const x = centred(train.features, moments.mean, moments.std);
  const z = centred(heldOut.features, moments.mean, moments.std);
  const targetMean = columnMoments(train.targets).mean;
  const solution = solveRidge(gram(x, x, width), centred(train.targets, targetMean), { outputs, penalty });
  const across = gram(z, x, width);
  const wanted = centred(heldOut.targets, targetMean);
  const rows = rowsOf(train.features);
  let residual = 0;
  let total = 0;
  wanted.forEach((target, i) => {
    const [row, output] = [Math.floor(i / outputs), i % outputs];
    let sum = 0;
    for (let k = 0; k < rows; k++)
      sum += (across[row * rows + k] ?? 0) * (solution[k * outputs + output] ?? 0);
    residual += (target - sum) ** 2;
    total += target ** 2;
  });
  return total === 0 ? NaN : 1 - residual / total;
}

function solveRidge(
  kernel: Float64Array,
  targets: Float64Array,
  { outputs, penalty }: { readonly outputs: number; readonly penalty: number },
): Float64Array {
  const rows = Math.sqrt(kernel.length);
  let trace = 0;
  for (let i = 0; i < rows; i++) trace += kernel[i * rows + i] ?? 0;
  const lambda = Math.max((penalty * trace) / rows, 1e-12);
  for (let i = 0; i < rows; i++) kernel[i * rows + i] = (kernel[i * rows + i] ?? 0) + lambda;
  return solvePositive(kernel, targets, outputs);
}

/**
 * X with A X = B for a symmetric positive definite A [n, n] and B [n, columns], by Cholesky's decomposition.
 * A RangeError when A is not positive definite.
 */
export function solvePositive(a: Float64Array, b: Float64Array, columns: number): Float64Array {
  const n = Math.sqrt(a.length);
  const lower = choleskyFactor(a, n);
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++)
    eliminate(x, columns, {
      i,
      from: 0,
      to: i,
      factor: (j) => lower[i * n + j] ?? 0,
      pivot: lower[i * n + i] ?? 0,
    });
  for (let i = n - 1; i >= 0; i--) {
    eliminate(x, columns, {
      i,
      from: i + 1,
      to: n,
      factor: (j) => lower[j * n + i] ?? 0,
      pivot: lower[i * n + i] ?? 0,
    });
  }
  return x;
}

/** Row i less factor(j) × row j for j in [from, to), divided by the pivot. */
function eliminate(
  x: Float64Array,
  columns: number,
  row: { i: number; from: number; to: number; factor: (j: number) => number; pivot: number },
): void {
  for (let c = 0; c < columns; c++) {
    let value = x[row.i * columns + c] ?? 0;
    for (let j = row.from; j < row.to; j++) value -= row.factor(j) * (x[j * columns + c] ?? 0);
    x[row.i * columns + c] = value / row.pivot;
  }
}

function choleskyFactor(a: Float64Array, n: number): Float64Array {
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (lower[i * n + k] as number) * (lower[j * n + k] as number);
      if (i === j && !(sum > 0)) {
        throw new RangeError(`solvePositive: expected a positive definite matrix, got pivot ${sum} at ${i}`);
      }
      lower[i * n + j] = i === j ? Math.sqrt(sum) : sum / (lower[j * n + j] as number);
    }
  }
  return lower;
}
