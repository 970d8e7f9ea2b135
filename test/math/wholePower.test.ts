import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wholePower } from "../../lib/math/wholePower";

describe("wholePower(base, n)", () => {
  it("is exact where the power is a whole number that float64 holds: 3^n up to 3^33, 2^n up to 2^1023", () => {
    for (let n = 0; n <= 33; n++) expect(wholePower(3, n)).toBe(Number(3n ** BigInt(n)));
    for (let n = 0; n <= 1023; n++) expect(wholePower(2, n)).toBe(Number(1n << BigInt(n)));
  });

  it("is n factors one after the other, to n roundings", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 1.5, noNaN: true }),
        fc.integer({ min: 0, max: 1000 }),
        (base, n) => {
          const product = Array<number>(n)
            .fill(base)
            .reduce((power, factor) => power * factor, 1);
          expect(Math.abs(wholePower(base, n) / product - 1)).toBeLessThan(2 * (n + 1) * Number.EPSILON);
        },
      ),
    );
  });

  it("has the same last bits on every Node: AdamW's 0.9^7 and 0.999^1000 by hand", () => {
    const square = 0.9 * 0.9;
    expect(wholePower(0.9, 7)).toBe(0.9 * square * (square * square)); // 7 = 1 + 2 + 4
    const squares = Array.from({ length: 10 }).reduce<number[]>(
      (all) => [...all, (all.at(-1) ?? NaN) * (all.at(-1) ?? NaN)],
      [0.999],
    );
    // 1000 = 8 + 32 + 64 + 128 + 256 + 512
    expect(wholePower(0.999, 1000)).toBe([3, 5, 6, 7, 8, 9].reduce((p, bit) => p * (squares[bit] ?? NaN), 1));
  });

  it("refuses what is no count", () => {
    expect(() => wholePower(2, 0.5)).toThrow("wholePower: expected a whole exponent of 0 or more, got 0.5");
    expect(() => wholePower(2, -1)).toThrow("got -1");
  });
});
