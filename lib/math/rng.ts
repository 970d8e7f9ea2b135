/** A seeded stream of random numbers. Same seed and label, same numbers, on every platform. */
export interface Rng {
  /** Uniform in [0, 1), 32 bits of resolution. */
  uniform(): number;
  /** Standard normal (mean 0, std 1), Box–Muller without a cached second value. */
  normal(): number;
  /** Uniform integer in 0…n−1; RangeError unless n is a positive integer up to 2^32. */
  integer(n: number): number;
  /** The four 32-bit words of the state; `rngFromState` continues from them bit for bit. */
  state(): RngState;
}

export type RngState = readonly [number, number, number, number];

/** Mixes a label into a seed (FNV-1a over UTF-16 units, finished with murmur3's avalanche). */
function hash(seed: number, label: string, salt: number): number {
  let h = (2166136261 ^ salt) >>> 0;
  for (const unit of `${seed}/${label}`) {
    h = Math.imul(h ^ (unit.codePointAt(0) ?? 0), 16777619) >>> 0;
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) >>> 0;
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35) >>> 0;
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * The stream for one purpose of one run: `splitRng(seed, "init")`. Streams of different labels are
 * independent, so a new consumer shifts nobody else's numbers. The seed is any finite number.
 */
export function splitRng(seed: number, label: string): Rng {
  if (!Number.isFinite(seed)) throw new RangeError(`seed: expected a finite number, got ${seed}`);
  const rng = rngFromState([hash(seed, label, 1), hash(seed, label, 2), hash(seed, label, 3), 1]);
  for (let i = 0; i < 12; i++) rng.uniform(); // let the seeded words mix
  return rng;
}

/**
 * A stream continued from `state()`.
 * Source: sfc32 ("small fast counting"), Chris Doty-Humphrey, PractRand.
 */
export function rngFromState(state: RngState): Rng {
  let [a, b, c, counter] = state;
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return t >>> 0;
  };
  const uniform = (): number => next() / 2 ** 32;
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    integer: (n) => {
      if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) {
        throw new RangeError(`integer(n): expected a positive integer up to 2^32, got ${n}`);
      }
      return Math.floor(uniform() * n);
    },
    state: () => [a, b, c, counter],
  };
}

/** The numbers 0…n−1 in a random order (Fisher–Yates). */
export function permutation(rng: Rng, n: number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = rng.integer(i + 1);
    const swapped = order[i] as number;
    order[i] = order[j] as number;
    order[j] = swapped;
  }
  return order;
}
