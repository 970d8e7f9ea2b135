/** A double as a whole number of 2^-1074: exact. */
function units(value: number): bigint {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const word = bits.getBigUint64(0);
  const exponent = (word >> 52n) & 0x7ffn;
  const fraction = word & 0xfffffffffffffn;
  const size = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return word >> 63n === 1n ? -size : size;
}

/** a / b to 64 binary digits or more, b > 0. */
function quotient(a: bigint, b: bigint): number {
  const digits = (x: bigint): number => x.toString(2).length;
  const shift = 64 - (digits(a < 0n ? -a : a) - digits(b));
  const shifted = shift > 0 ? (a << BigInt(shift)) / b : a / (b << BigInt(-shift));
  const half = Math.trunc(shift / 2); // in two parts: 2^1100 is no number
  return Number(shifted) / 2 ** half / 2 ** (shift - half);
}

function sums(x: readonly number[], y: readonly number[]): bigint {
  const [a, b] = [x.map(units), y.map(units)];
  const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);
  return BigInt(a.length) * sum(a.map((value, i) => value * (b[i] ?? 0n))) - sum(a) * sum(b);
}

/** Spread, r and slope from whole numbers without any rounding until their last division: slow and obvious. */
export const exact = {
  /** Variance of x over that of y. */
  varianceRatio: (x: readonly number[], y: readonly number[]): number => quotient(sums(x, x), sums(y, y)),
  correlation: (x: readonly number[], y: readonly number[]): number => {
    const together = sums(x, y);
    const size = Math.sqrt(quotient(together * together, sums(x, x) * sums(y, y)));
    return together < 0n ? -size : size;
  },
  slope: (x: readonly number[], y: readonly number[]): number => quotient(sums(x, y), sums(x, x)),
  /** Times n². */
  varies: (x: readonly number[]): boolean => sums(x, x) > 0n,
};
