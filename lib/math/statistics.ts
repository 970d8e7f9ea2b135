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

/** Population standard deviation, √(Σ(x − mean)² / n). */
export function std(values: Values): number {
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += ((values[i] as number) - centre) ** 2;
  return Math.sqrt(sum / values.length);
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
  return covariance(x, y) / (std(x) * std(y));
}

/** Least-squares slope of y on x, cov(x, y) / var(x); NaN when x does not vary. */
export function slope(x: Values, y: Values): number {
  return covariance(x, y) / std(x) ** 2;
}

function covariance(x: Values, y: Values): number {
  if (x.length !== y.length) {
    throw new RangeError(`covariance: expected equal lengths, got ${x.length} and ${y.length}`);
  }
  const mx = mean(x);
  const my = mean(y);
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += ((x[i] as number) - mx) * ((y[i] as number) - my);
  return sum / x.length;
}
