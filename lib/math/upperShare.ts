/**
 * The upper end of the two-sided interval for a share that came out `hits` of `tries` times: 0 of 300 gives .0122 at 95 %.
 * Source: Clopper and Pearson (1934), by bisection on the binomial distribution.
 */
export function upperShare(hits: number, tries: number, level = 0.95): number {
  if (!Number.isInteger(hits) || !Number.isInteger(tries) || hits < 0 || tries < 1 || hits > tries)
    throw new RangeError(`share: expected whole numbers, 0 ≤ hits ≤ tries, got ${hits} of ${tries}`);
  if (hits === tries) return 1;
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (atMost(hits, tries, middle) > (1 - level) / 2) low = middle;
    else high = middle;
  }
  return high;
}

/** P(X ≤ hits) of a binomial distribution. */
function atMost(hits: number, tries: number, share: number): number {
  let term = Math.exp(tries * Math.log1p(-share));
  let sum = term;
  for (let k = 1; k <= hits; k++) {
    term *= ((tries - k + 1) / k) * (share / (1 - share));
    sum += term;
  }
  return sum;
}
