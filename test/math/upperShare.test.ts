import { describe, expect, it } from "vitest";
import { upperShare } from "../../lib/math/upperShare";

describe("upperShare(hits, tries)", () => {
  it("of none of n solves (1 − p)ⁿ = .025", () => {
    for (const tries of [10, 60, 300]) expect(upperShare(0, tries)).toBeCloseTo(1 - 0.025 ** (1 / tries), 10);
  });

  it("of 3 of 10 is .6525, as in tables of Clopper and Pearson's interval", () =>
    expect(upperShare(3, 10)).toBeCloseTo(0.6525, 4));

  it("leaves 2.5 % of all draws at so many hits or fewer", () => {
    // P(X ≤ 2) of 5 draws = q⁵ + 5 p q⁴ + 10 p² q³
    const p = upperShare(2, 5);
    const q = 1 - p;
    expect(q ** 5 + 5 * p * q ** 4 + 10 * p ** 2 * q ** 3).toBeCloseTo(0.025, 10);
  });

  it("is 1 where all are hits, and refuses more hits than tries", () => {
    expect(upperShare(4, 4)).toBe(1);
    expect(() => upperShare(5, 4)).toThrow("share: expected whole numbers, 0 ≤ hits ≤ tries, got 5 of 4");
  });
});
