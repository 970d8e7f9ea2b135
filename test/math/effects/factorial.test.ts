import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { at } from "../../../lib/math/at";
import { mainEffect, pairEffect, shapleyShares, sizeOf } from "../../../lib/math/effects/factorial";
import { mean } from "../../../lib/math/statistics";

const orders = (items: readonly number[]): number[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((first) => orders(items.filter((one) => one !== first)).map((rest) => [first, ...rest]));

/** Mean contribution over every order, one after the other: the definition. */
function shapleyByOrders(values: readonly number[], k: number): number[] {
  const all = orders(Array.from({ length: k }, (_, i) => i));
  return Array.from({ length: k }, (_, factor) =>
    mean(
      all.map((order) => {
        const before = order.slice(0, order.indexOf(factor)).reduce((set, i) => set | (1 << i), 0);
        return at(values, before | (1 << factor)) - at(values, before);
      }),
    ),
  );
}

const values = (k: number) =>
  fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 2 ** k, maxLength: 2 ** k });

describe("shapleyShares(values)", () => {
  it("are the mean contributions over all orders, and sum to all − nothing", () => {
    fc.assert(
      fc.property(values(4), (bySet) => {
        const shares = shapleyShares(bySet);
        shapleyByOrders(bySet, 4).forEach((share, i) => expect(shares[i]).toBeCloseTo(share, 9));
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(at(bySet, 15) - at(bySet, 0), 9);
      }),
    );
  });

  it("halve what only two together do", () => {
    // three factors; −4 m when the first two are both there, the third does nothing
    const bySet = [9, 9, 9, 5, 9, 9, 9, 5];
    expect(shapleyShares(bySet)).toEqual([-2, -2, 0]);
  });
});

describe("mainEffect and pairEffect", () => {
  // v = 10 − 2a + 3b + 1·c − 4ab: main a = −2 − 4/2 = −4, b = 3 − 2 = 1, c = 1; pair ab = −4, others 0
  const bySet = Array.from({ length: 8 }, (_, set) => {
    const [a, b, c] = [set & 1, (set >> 1) & 1, (set >> 2) & 1] as [number, number, number];
    return 10 - 2 * a + 3 * b + c - 4 * a * b;
  });

  it("give back the coefficients that the values were made with", () => {
    expect([0, 1, 2].map((factor) => mainEffect(bySet, factor))).toEqual([-4, 1, 1]);
    expect([pairEffect(bySet, 0, 1), pairEffect(bySet, 0, 2), pairEffect(bySet, 2, 1)]).toEqual([-4, 0, 0]);
  });

  it("refuse missing sets, an unknown factor and one factor twice", () => {
    expect(() => mainEffect([1, 2, 3], 0)).toThrow("expected 2^k values, one for each set, got 3");
    expect(() => mainEffect(bySet, 3)).toThrow("expected a factor from 0 to 2, got 3");
    expect(() => pairEffect(bySet, 1, 1)).toThrow("expected two factors, got 1 twice");
  });
});

describe("sizeOf(set)", () => {
  it("counts the bits", () => {
    expect([0, 1, 6, 63].map(sizeOf)).toEqual([0, 1, 2, 6]);
  });
});
