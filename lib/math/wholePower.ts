/**
 * baseⁿ for a whole n ≥ 0, by squaring: depends on nothing but the two, so that a resumed run continues bit for bit,
 * and is the same on every Node. `base ** n` is not: its last bits differ between V8's versions. RangeError otherwise.
 */
export function wholePower(base: number, n: number): number {
  if (!(Number.isSafeInteger(n) && n >= 0)) {
    throw new RangeError(`wholePower: expected a whole exponent of 0 or more, got ${n}`);
  }
  let [power, square] = [1, base];
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2), square *= square) {
    if (rest % 2 === 1) power *= square;
  }
  return power;
}
