import { describe, expect, it } from "vitest";
import { sizeOf } from "../../../lib/math/effects/factorial";
import { exactPairedTest } from "../../../lib/math/effects/exactPairedTest";

/** Share of all 2^n ways to deal n pairs to the two sides that are at least as uneven. */
function counted(a: number, b: number): number {
  const n = a + b;
  const uneven = Math.abs(a - b);
  let ways = 0;
  for (let dealt = 0; dealt < 2 ** n; dealt++) {
    const first = sizeOf(dealt); // bit by bit, the pairs of the first side
    if (Math.abs(2 * first - n) >= uneven) ways++;
  }
  return ways / 2 ** n;
}

describe("exactPairedTest(onlyFirst, onlySecond)", () => {
  it("is the share of all deals that are at least as uneven", () => {
    for (let a = 0; a <= 5; a++) {
      for (let b = 0; b <= 6; b++) expect(exactPairedTest(a, b)).toBeCloseTo(counted(a, b), 12);
    }
  });

  it("needs six pairs that all go one way: 2 / 2^6 = 0.031, 2 / 2^5 = 0.063", () => {
    expect(exactPairedTest(0, 6)).toBe(0.03125);
    expect(exactPairedTest(5, 0)).toBe(0.0625);
    expect(exactPairedTest(0, 0)).toBe(1);
  });

  it("refuses what is no count", () => {
    expect(() => exactPairedTest(-1, 2)).toThrow("expected counts of pairs, got -1");
  });
});
