import { at } from "../at";
import { mean } from "../statistics";

/**
 * What was measured with every set of k factors: 2^k values, the set's bits as index (factor i is bit 2^i, so
 * 0 is nothing and 2^k − 1 is all).
 */
export type BySet = readonly number[];

/** How many factors 2^k values are about. Throws when their number is no power of two. */
export function factorsOf(values: BySet): number {
  const k = Math.log2(values.length);
  if (Number.isInteger(k)) return k;
  throw new RangeError(
    `factorial: expected 2^k values, one for each set, got ${values.length}; run the missing sets`,
  );
}

/** Main effect of a factor: what it adds, averaged over all sets of the others. */
export function mainEffect(values: BySet, factor: number): number {
  const bit = bitOf(values, factor);
  return mean(setsWithout(values, bit).map((set) => at(values, set | bit) - at(values, set)));
}

/**
 * Interaction of two factors: what both add beyond the sum of what each adds alone, averaged over all sets of the
 * others; 0 when they do not touch each other.
 */
export function pairEffect(values: BySet, first: number, second: number): number {
  const [a, b] = [bitOf(values, first), bitOf(values, second)];
  if (a === b) throw new RangeError(`pair: expected two factors, got ${first} twice`);
  const both = a | b;
  return mean(
    setsWithout(values, both).map(
      (set) => at(values, set | both) - at(values, set | a) - at(values, set | b) + at(values, set),
    ),
  );
}

/**
 * Shapley's share of each factor in the way from nothing to all: its mean contribution over all orders in which the
 * factors can be added. The shares sum to value(all) − value(nothing).
 * φ_i = Σ over S without i of |S|! (k − |S| − 1)! / k! · (v(S ∪ i) − v(S)). Source: Shapley 1953.
 */
export function shapleyShares(values: BySet): number[] {
  const k = factorsOf(values);
  const weight = Array.from({ length: k }, (_, size) => 1 / (k * choose(k - 1, size)));
  return Array.from({ length: k }, (_, factor) => {
    const bit = bitOf(values, factor);
    return setsWithout(values, bit).reduce(
      (sum, set) => sum + at(weight, sizeOf(set)) * (at(values, set | bit) - at(values, set)),
      0,
    );
  });
}

/** How many factors a set has. */
export function sizeOf(set: number): number {
  let size = 0;
  for (let rest = set; rest > 0; rest >>= 1) size += rest & 1;
  return size;
}

function setsWithout(values: BySet, bits: number): number[] {
  return [...values.keys()].filter((set) => (set & bits) === 0);
}

function bitOf(values: BySet, factor: number): number {
  const k = factorsOf(values);
  if (Number.isInteger(factor) && factor >= 0 && factor < k) return 1 << factor;
  throw new RangeError(`factorial: expected a factor from 0 to ${k - 1}, got ${factor}`);
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return ways;
}
