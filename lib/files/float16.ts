/** The float32 nearest to `value` that IEEE half precision can hold, as its 16 bits (ties to even). */
export function toHalfBits(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00; // beyond the largest half, 65504, and its rounding
  const exponent = Math.max(-14, Math.floor(Math.log2(Math.max(size, 2 ** -24))));
  const steps = roundHalfToEven(size / 2 ** (exponent - 10)); // in units of the last place
  // A normal number has steps in 1024…2048; the sum carries into the exponent by itself.
  return sign | ((exponent + 14) * 1024 + steps);
}

function roundHalfToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}

/** The unit of the last place by exponent: 2^(e − 25) as a table, which is faster than powers for millions of weights. */
const UNITS = Float64Array.from({ length: 31 }, (_, exponent) => 2 ** (Math.max(1, exponent) - 25));

/** The number 16 bits of IEEE half precision stand for. */
export function fromHalfBits(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction : 1024 + fraction) * (UNITS[exponent] as number);
}
