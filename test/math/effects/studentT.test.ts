import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tBound, withinT } from "../../../lib/math/effects/studentT";

/** Student's density without its constant, (1 + t² / df)^(−(df + 1) / 2). */
const density = (t: number, df: number): number => Math.exp((-(df + 1) / 2) * Math.log(1 + (t * t) / df));

/** ∫ density from 0 to t against ∫ from 0 on, by the midpoint rule in t = tan(u). */
function integrated(t: number, df: number): number {
  const steps = 20_000;
  const area = (to: number): number => {
    let sum = 0;
    for (let i = 0; i < steps; i++) {
      const u = ((i + 0.5) / steps) * to;
      const tangent = Math.tan(u);
      sum += density(tangent, df) * (1 + tangent * tangent);
    }
    return (sum * to) / steps;
  };
  return area(Math.atan(t)) / area(Math.PI / 2);
}

describe("withinT(t, df)", () => {
  it("is the integral of the density for odd and even degrees of freedom", () => {
    for (const df of [1, 2, 3, 4, 9, 10, 29]) {
      for (const t of [0.1, 1, 2.3, 5]) expect(withinT(t, df)).toBeCloseTo(integrated(t, df), 5);
    }
  });

  it("is 2/π · atan(t) with one degree and t / √(2 + t²) with two", () => {
    expect(withinT(3, 1)).toBeCloseTo((2 / Math.PI) * Math.atan(3), 14);
    expect(withinT(3, 2)).toBeCloseTo(3 / Math.sqrt(11), 14);
  });
});

describe("tBound(level, df)", () => {
  it("gives the numbers of printed tables", () => {
    const table = [
      [1, 12.706],
      [2, 4.303],
      [4, 2.776],
      [9, 2.262],
      [29, 2.045],
    ] as const;
    for (const [df, bound] of table) expect(tBound(0.95, df)).toBeCloseTo(bound, 3);
  });

  it("holds the level it was asked for", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 60 }),
        (level, df) => {
          expect(withinT(tBound(level, df), df)).toBeCloseTo(level, 9);
        },
      ),
    );
  });

  it("refuses no degree of freedom and a level of 1", () => {
    expect(() => tBound(0.95, 0)).toThrow("expected a whole number of degrees of freedom from 1, got 0");
    expect(() => tBound(1, 4)).toThrow("expected a level in (0, 1), got 1");
  });
});
