import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numberText } from "../../lib/math/numberText";

describe("numberText(value, digits)", () => {
  const texts = (values: readonly number[], digits = 3): string[] =>
    values.map((value) => numberText(value, digits));

  it("keeps so many significant digits, and cuts none before the point", () => {
    expect(texts([38.536, 2.6441, 0.92051, 0.000025359, -758.09, 999.6, 6896.8])).toEqual([
      ...["38.5", "2.64", "0.921", "0.0000254", "-758", "1000", "6897"],
    ]);
    expect(texts([66.77, 4.605], 4)).toEqual(["66.77", "4.605"]);
    expect(texts([NaN, -Infinity])).toEqual(["NaN", "-Infinity"]);
  });

  it("keeps whole numbers exactly, in groups of three from five digits on", () => {
    expect(texts([1110, 11424, -12687450, 1603412.3, 2 ** 53 - 1])).toEqual([
      ...["1110", "11\u00a0424", "-12\u00a0687\u00a0450", "1\u00a0603\u00a0412"],
      "9\u00a0007\u00a0199\u00a0254\u00a0740\u00a0991",
    ]);
    expect(texts([1e21, 2.5e-15])).toEqual(["1e+21", "2.5e-15"]);
  });

  it("is the number again, to its digits, once the spaces are gone", () => {
    const value = fc.double({ min: -1e12, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(value, fc.integer({ min: 1, max: 6 }), (x, digits) => {
        const read = Number(numberText(x, digits).replaceAll("\u00a0", ""));
        // half a unit of the last digit kept: of d digits at most 5 · 10^-d of the number, as 1 is the first digit
        expect(Math.abs(read - x)).toBeLessThanOrEqual(5 * 10 ** -digits * Math.abs(x) * (1 + 1e-12));
      }),
    );
  });
});
