import { describe, expect, it } from "vitest";
import { spatialMedian } from "../../lib/geometry/spatialMedian";
import { type Point } from "../../lib/geometry/trajectory";

describe("spatialMedian(points)", () => {
  it("of a square's corners is its middle, and of one point that point", () => {
    const corners: Point[] = [
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 2],
    ];
    expect(spatialMedian(corners)).toEqual([1, 1]);
    expect(spatialMedian([[3, -4]])).toEqual([3, -4]);
  });

  it("stays with the many when one is far away, where the mean does not", () => {
    // Three points at the origin outweigh any single pull of size 1: the median is the origin.
    const [x, y] = spatialMedian([
      [0, 0],
      [0, 0],
      [0, 0],
      [1000, 0],
    ]);
    expect(Math.hypot(x, y)).toBeLessThan(0.01);
  });

  it("of a triangle is Fermat's point: all sides are seen under 120 degrees", () => {
    const points: Point[] = [
      [0, 0],
      [4, 0],
      [1, 3],
    ];
    const [x, y] = spatialMedian(points);
    const angles = points.map(([px, py]) => Math.atan2(py - y, px - x)).sort((a, b) => a - b);
    const [a = NaN, b = NaN, c = NaN] = angles;
    expect(b - a).toBeCloseTo((2 * Math.PI) / 3, 2);
    expect(c - b).toBeCloseTo((2 * Math.PI) / 3, 2);
  });

  it("refuses no points", () => {
    expect(() => spatialMedian([])).toThrow("spatialMedian: expected points, got none");
  });
});
