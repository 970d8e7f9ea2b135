import { type Rng } from "../../math/rng";

/**
 * gain × a matrix with orthonormal rows or columns, whichever are fewer, from normal draws by Gram-Schmidt;
 * [rows, columns], row-major.
 */
export function orthogonal(rng: Rng, rows: number, columns: number, gain: number): Float32Array {
  const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
  const basis: Float64Array[] = [];
  while (basis.length < count)
    basis.push(
      unit(
        Float64Array.from({ length }, () => rng.normal()),
        basis,
      ),
    );
  return Float32Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    return gain * (rows <= columns ? (basis[row]?.[column] ?? 0) : (basis[column]?.[row] ?? 0));
  });
}

/** What a vector has beside the ones before it, with length 1. */
function unit(vector: Float64Array, basis: readonly Float64Array[]): Float64Array {
  const rest = basis.reduce((left, other) => {
    const along = dot(left, other);
    return left.map((value, i) => value - along * (other[i] ?? 0));
  }, vector);
  const length = Math.sqrt(dot(rest, rest));
  return rest.map((value) => value / length);
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}
