import { centred, columnMoments, gram, rowsOf, type FeatureTable } from "./featureStatistics";

/**
 * Singular values of the centred rows, largest first, one for each row (the last is 0 but for rounding): how far the
 * rows spread in each direction. σᵢ² are the eigenvalues of the rows' Gram matrix, so the cost goes by rows, not width.
 */
export function singularValues(table: FeatureTable): number[] {
  const rows = centred(table, columnMoments(table).mean);
  const products = gram(rows, rows, table.width);
  return symmetricEigenvalues(products, rowsOf(table)).map((value) => Math.sqrt(Math.max(0, value)));
}

/** The diagonal of a symmetric tridiagonal matrix, and the entries beside it. */
interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** beside[i] stands between i and i + 1. */
  readonly beside: Float64Array;
}

/** Halvings of an interval: below float64's resolution. */
const HALVINGS = 60;

/**
 * Eigenvalues of a symmetric n × n matrix, largest first; the matrix is used up. NaN all over when any number is not
 * finite. Source: Golub and Van Loan, Matrix Computations, 8.3.1 (Householder) and 8.4.1 (bisection).
 */
export function symmetricEigenvalues(a: Float64Array, n: number): number[] {
  if (!a.every(Number.isFinite)) return new Array<number>(n).fill(NaN);
  const matrix = tridiagonal(a, n);
  const bound = Math.max(0, ...matrix.diagonal.map((value, i) => Math.abs(value) + sideSum(matrix, i))); // Gershgorin
  return Array.from({ length: n }, (_, k) => {
    let [low, high] = [-bound, bound];
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (low + high) / 2;
      if (countBelow(matrix, middle) >= n - k) high = middle;
      else low = middle;
    }
    return (low + high) / 2;
  });
}

function sideSum({ beside }: Tridiagonal, i: number): number {
  return Math.abs(beside[i] ?? 0) + Math.abs(beside[i - 1] ?? 0);
}

/** Eigenvalues below x: the negative pivots of A − xI (Sylvester). */
function countBelow({ diagonal, beside }: Tridiagonal, x: number): number {
  let count = 0;
  let pivot = 1;
  for (let i = 0; i < diagonal.length; i++) {
    const side = i === 0 ? 0 : (beside[i - 1] as number);
    pivot = (diagonal[i] as number) - x - (side * side) / pivot;
    if (pivot === 0) pivot = -Number.MIN_VALUE;
    if (pivot < 0) count++;
  }
  return count;
}

/** The similar tridiagonal matrix, column by column: A ← A − v wᵀ − w vᵀ clears what lies two and more below. */
function tridiagonal(a: Float64Array, n: number): Tridiagonal {
  const beside = new Float64Array(Math.max(0, n - 1));
  for (let k = 0; k + 1 < n; k++) {
    const column = Float64Array.from({ length: n - k - 1 }, (_, i) => a[(k + 1 + i) * n + k] as number);
    const [first = 0] = column;
    const length = Math.hypot(...column);
    if (!(length > Math.abs(first))) {
      beside[k] = first; // nothing to clear
      continue;
    }
    beside[k] = first > 0 ? -length : length;
    const unit = column.map((value) => value / length); // squares of the smallest numbers would be 0
    reflect(a, n, { k, v: unit.with(0, first / length + (first > 0 ? 1 : -1)) });
  }
  return { diagonal: Float64Array.from({ length: n }, (_, i) => a[i * n + i] as number), beside };
}

/** Reflects rows and columns behind k by v. */
function reflect(
  a: Float64Array,
  n: number,
  { k, v }: { readonly k: number; readonly v: Float64Array },
): void {
  const beta = 2 / dot(v, v);
  const row = (i: number): Float64Array => a.subarray((k + 1 + i) * n + k + 1, (k + 2 + i) * n);
  const p = v.map((_, i) => beta * dot(row(i), v));
  const half = (beta * dot(p, v)) / 2;
  const w = p.map((value, i) => value - half * (v[i] as number));
  for (let i = 0; i < v.length; i++) {
    const line = row(i);
    const [vi, wi] = [v[i] as number, w[i] as number];
    for (let j = 0; j < v.length; j++) {
      line[j] = (line[j] as number) - vi * (w[j] as number) - wi * (v[j] as number);
    }
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < b.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
