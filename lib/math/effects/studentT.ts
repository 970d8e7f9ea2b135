/**
 * P(|T| ≤ t) of Student's t with a whole number of degrees of freedom, by its finite series in θ = atan(t / √df).
 * Source: Abramowitz and Stegun 26.7.3 and 26.7.4.
 */
export function withinT(t: number, df: number): number {
  requireDegrees(df);
  const theta = Math.atan(t / Math.sqrt(df));
  const cosine = Math.cos(theta);
  const odd = df % 2 === 1;
  let term = odd ? cosine : 1;
  let sum = df === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k < df; k += 2) {
    term *= (cosine * cosine * (k - 1)) / k;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (theta + Math.sin(theta) * sum) : Math.sin(theta) * sum;
}

/** The t that holds `level` of Student's distribution between −t and t: 0.95 and 9 degrees give 2.262. */
export function tBound(level: number, df: number): number {
  requireDegrees(df);
  if (!(level > 0 && level < 1)) throw new RangeError(`t: expected a level in (0, 1), got ${level}`);
  let [low, high] = [0, 1];
  while (withinT(high, df) < level) high *= 2;
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (withinT(middle, df) < level) low = middle;
    else high = middle;
  }
  return high;
}

function requireDegrees(df: number): void {
  if (Number.isInteger(df) && df >= 1) return;
  throw new RangeError(`t: expected a whole number of degrees of freedom from 1, got ${df}`);
}
