/** Statistics in float64 over plain or typed arrays. NaN in, NaN out; empty input is an error, never 0. */
import { at } from "./at";

export type Values = ArrayLike<number>;

function required(values: Values, name: string): void {
  if (values.length === 0) throw new RangeError(`${name}: expected at least one value, got none`);
}

/** Σx / n. */
export function mean(values: Values): number {
  required(values, "mean");
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
}

/** Population standard deviation, √(Σ(x − mean)² / n); exactly 0 when all values are equal. */
export function std(values: Values): number {
  required(values, "std");
  const { scale, shares } = deviations(values);
  return scale * Math.sqrt(product(shares, shares) / values.length);
}

/** [smallest, largest]; [NaN, NaN] when any value is NaN. */
export function range(values: Values): [number, number] {
  required(values, "range");
  let low = at(values, 0);
  let high = low;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) return [NaN, NaN];
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

/** Quantile q in [0, 1] with linear interpolation between order statistics (NumPy's default). */
export function quantile(values: Values, q: number): number {
  required(values, "quantile");
  if (!(q >= 0 && q <= 1)) throw new RangeError(`quantile: expected q in [0, 1], got ${q}`);
  const sorted = Float64Array.from(values).sort();
  if (Number.isNaN(at(sorted, sorted.length - 1))) return NaN; // typed sort puts NaN last
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const low = at(sorted, below);
  const high = at(sorted, Math.min(below + 1, sorted.length - 1));
  return low + (high - low) * (position - below);
}

/** The middle value; the mean of the two middle ones for an even count. */
export function median(values: Values): number {
  return quantile(values, 0.5);
}

/** Pearson correlation of two equally long series; NaN when either does not vary. */
export function correlation(x: Values, y: Values): number {
  requireSameLength("correlation", x, y);
  const [dx, dy] = [deviations(x).shares, deviations(y).shares];
  return product(dx, dy) / Math.sqrt(product(dx, dx) * product(dy, dy));
}

/** Least-squares slope of y on x, cov(x, y) / var(x); NaN when x does not vary. */
export function slope(x: Values, y: Values): number {
  requireSameLength("slope", x, y);
  const [dx, dy] = [deviations(x), deviations(y)];
  return (product(dx.shares, dy.shares) / product(dx.shares, dx.shares)) * (dy.scale / dx.scale);
}

function requireSameLength(what: string, x: Values, y: Values): void {
  required(x, what);
  if (x.length !== y.length) {
    throw new RangeError(`${what}: expected equal lengths, got ${x.length} and ${y.length}`);
  }
}

/**
 * x − mean as shares of the largest one, `scale`. Taken from the first value on, not from Σx / n: the rounding of that
 * mean would pass for spread (0.1 three times has the mean 0.10000000000000002), and differences of values close
 * together are exact. Shares, since squares of numbers below 1e-162 are 0.
 */
function deviations(values: Values): { readonly scale: number; readonly shares: Float64Array } {
  const first = at(values, 0);
  const fromFirst = Float64Array.from(values, (value) => value - first);
  const centre = mean(fromFirst);
  const fromMean = fromFirst.map((value) => value - centre);
  const scale = fromMean.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
  return { scale, shares: fromMean.map((value) => value / scale) };
}

function product(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * at(b, i), 0);
}
