import { mean, range } from "../math/statistics";
import { type LossKind } from "../steps/trainStep";

/** Where a bisection stops, as a share of the values' range. */
const EXACT = 1e-12;

/**
 * The constant with the smallest loss on rows of `width` numbers, [width], float64: column by column the mean under
 * MSE, Huber's centre otherwise. Empty without rows.
 */
export function bestConstant(
  { loss, beta }: { readonly loss: LossKind; readonly beta: number },
  rows: Float32Array,
  width: number,
): Float64Array {
  if (rows.length === 0) return new Float64Array();
  return Float64Array.from({ length: width }, (_, column) => {
    const values = Float64Array.from(
      { length: rows.length / width },
      (__, i) => rows[i * width + column] ?? NaN,
    );
    return loss === "mse" ? mean(values) : huberCentre(values, beta);
  });
}

/**
 * The c with Σ min(β, max(−β, v − c)) = 0, the root of Huber's slope, which falls with c: by bisection. A large β
 * gives the mean, a small one comes near the median.
 */
function huberCentre(values: Float64Array, beta: number): number {
  let [low, high] = range(values);
  const exact = EXACT * Math.max(high - low, Math.abs(low), Math.abs(high));
  while (high - low > exact) {
    const middle = (low + high) / 2;
    let slope = 0;
    for (const value of values) slope += Math.min(beta, Math.max(-beta, value - middle));
    if (slope > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
