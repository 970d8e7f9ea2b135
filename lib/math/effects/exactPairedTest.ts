/**
 * Two-sided p of McNemar's exact test: of the pairs in which only one of two runs died, were as many of either kind
 * to be expected? `onlyFirst` and `onlySecond` count them; pairs that agree say nothing. 1 without any.
 * min(1, 2 · Σ over k ≤ min of C(n, k) / 2^n), n = onlyFirst + onlySecond.
 */
export function exactPairedTest(onlyFirst: number, onlySecond: number): number {
  for (const count of [onlyFirst, onlySecond]) {
    if (!Number.isInteger(count) || count < 0)
      throw new RangeError(`exact paired test: expected counts of pairs, got ${count}`);
  }
  const n = onlyFirst + onlySecond;
  let term = 1 / 2 ** n; // C(n, k) / 2^n
  let sum = 0;
  for (let k = 0; k <= Math.min(onlyFirst, onlySecond); k++) {
    sum += term;
    term *= (n - k) / (k + 1);
  }
  return Math.min(1, 2 * sum);
}
