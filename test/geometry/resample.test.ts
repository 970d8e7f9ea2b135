import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstAtOrAfter, positionAt } from "../../lib/geometry/resample";
import { type Point } from "../../lib/geometry/trajectory";

const path = {
  seconds: [0, 0.1, 0.2, 0.6, 0.7],
  points: [
    [0, 0],
    [1, 10],
    [2, 20],
    [6, 60],
    [7, 70],
  ] as readonly Point[],
};

describe("resample", () => {
  it("positionAt(path, t) is linear between stamps: on x = 10 t it returns 10 t", () => {
    for (const t of [0, 0.03, 0.1, 0.15, 0.2, 0.61, 0.7]) {
      const [x, y] = positionAt(path, t, 0.25) ?? [NaN, NaN];
      expect(x).toBeCloseTo(10 * t, 10);
      expect(y).toBeCloseTo(100 * t, 10);
    }
  });

  it("positionAt is undefined before, after, and inside a gap longer than the limit", () => {
    expect(positionAt(path, -0.01, 0.25)).toBeUndefined();
    expect(positionAt(path, 0.71, 0.25)).toBeUndefined();
    expect(positionAt(path, 0.4, 0.25)).toBeUndefined();
    expect(positionAt(path, 0.4, 0.4)?.[0]).toBeCloseTo(4, 10);
    expect(positionAt({ seconds: [], points: [] }, 0, 1)).toBeUndefined();
  });

  it("a stamp on the edge of a gap is still there, and 0.1 + 0.2 hits the stamp 0.3", () => {
    expect(positionAt(path, 0.2, 0.25)).toEqual([2, 20]);
    expect(positionAt(path, 0.6, 0.25)).toEqual([6, 60]);
    expect(
      positionAt(
        {
          seconds: [0, 0.3],
          points: [
            [0, 0],
            [3, 0],
          ],
        },
        0.1 + 0.2,
        0.1,
      ),
    ).toEqual([3, 0]);
  });

  it("firstAtOrAfter(sorted, t) agrees with a linear search", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -20, max: 20 })),
        fc.integer({ min: -25, max: 25 }),
        (values, t) => {
          const sorted = [...values].sort((a, b) => a - b);
          const naive = sorted.findIndex((value) => value >= t);
          expect(firstAtOrAfter(sorted, t)).toBe(naive < 0 ? sorted.length : naive);
        },
      ),
    );
  });
});
