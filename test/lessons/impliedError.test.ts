import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mean } from "../../lib/math/statistics";
import {
  absoluteErrorFromSmoothL1,
  displacementFromAbsoluteError,
  largestDisplacementFromMse,
  smallestMseFromAbsoluteError,
} from "../../lib/lessons/impliedError";

const smoothL1 = (e: number): number => (Math.abs(e) < 1 ? 0.5 * e * e : Math.abs(e) - 0.5);
const coordinate = fc.double({ min: -200, max: 200, noNaN: true });
const errors = fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 30 });
const TINY = 1e-9;

describe("bounds between averages of the same errors", () => {
  it("contain the true averages of any set of errors", () => {
    fc.assert(
      fc.property(errors, (points) => {
        const coordinates = points.flat();
        const absolute = mean(coordinates.map(Math.abs));
        const distance = mean(points.map(([x, y]) => Math.hypot(x, y)));
        const mse = mean(coordinates.map((e) => e * e));

        const fromLoss = absoluteErrorFromSmoothL1(mean(coordinates.map(smoothL1)));
        expect(absolute).toBeGreaterThanOrEqual(fromLoss.low - TINY);
        expect(absolute).toBeLessThanOrEqual(fromLoss.high + TINY);

        const fromAbsolute = displacementFromAbsoluteError(absolute);
        expect(distance).toBeGreaterThanOrEqual(fromAbsolute.low - TINY);
        expect(distance).toBeLessThanOrEqual(fromAbsolute.high + TINY);

        expect(distance).toBeLessThanOrEqual(largestDisplacementFromMse(mse) + TINY);
        expect(mse).toBeGreaterThanOrEqual(smallestMseFromAbsoluteError(absolute) - 1e-6);
      }),
    );
  });

  it("are reached: diagonal errors give √2·m, errors along one axis 2·m", () => {
    // |x| = |y| = 5 has m = 5 and distance 5√2; (10, 0) has m = 5 and distance 10.
    expect(displacementFromAbsoluteError(5)).toEqual({ low: Math.hypot(5, 5), high: 10 });
  });

  it("for the incident's loss of 66.77 start at 94.43 m", () => {
    // √2 · 66.77 = 94.427…; 2 · (66.77 + 0.5) = 134.54
    const { low, high } = absoluteErrorFromSmoothL1(66.77);
    expect(displacementFromAbsoluteError(low).low).toBeCloseTo(94.427, 3);
    expect(displacementFromAbsoluteError(high).high).toBeCloseTo(134.54, 9);
  });

  it("refuse negative averages and NaN by name", () => {
    expect(() => absoluteErrorFromSmoothL1(-1)).toThrow("mean Smooth L1 loss: expected a number ≥ 0, got -1");
    expect(() => displacementFromAbsoluteError(NaN)).toThrow("mean absolute error");
    expect(() => largestDisplacementFromMse(-1)).toThrow("mean squared error");
    expect(() => smallestMseFromAbsoluteError(-1)).toThrow("mean absolute error");
  });
});
