import { describe, expect, it } from "vitest";
import { constantVelocity, meanTrajectory, zeros } from "../../lib/geometry/baselines";
import { ade, errorAtSeconds, fde, meanAde, rowAtSeconds } from "../../lib/geometry/displacementError";
import { type Trajectory } from "../../lib/geometry/trajectory";

const straight: Trajectory = Array.from({ length: 45 }, (_, j) => [j + 1, 0] as const);

describe("displacementError", () => {
  it("ade(pred, target) of a constant 3-4 offset is 5 m, and so is fde", () => {
    const shifted = straight.map(([x, y]) => [x + 3, y + 4] as const);
    expect(ade(shifted, straight)).toBeCloseTo(5, 12);
    expect(fde(shifted, straight)).toBeCloseTo(5, 12);
  });

  it("ade of zeros against x = 1…45 is their mean 23, fde 45, at 2.5 s row 24: 25 m", () => {
    expect(ade(zeros(), straight)).toBe(23);
    expect(fde(zeros(), straight)).toBe(45);
    expect(errorAtSeconds(zeros(), straight, 2.5)).toBe(25);
    expect([2.5, 3.5, 4.5].map((seconds) => rowAtSeconds(seconds, 45))).toEqual([24, 34, 44]);
  });

  it("meanAde averages samples: zeros against x and 3x is (23 + 69) / 2", () => {
    const fast = straight.map(([x, y]) => [3 * x, y] as const);
    expect(meanAde([zeros(), zeros()], [straight, fast])).toBe(46);
  });

  it("refuses unequal lengths and a horizon between rows", () => {
    expect(() => ade(zeros(44), straight)).toThrow("displacements: expected 45 rows, got 44");
    expect(() => errorAtSeconds(zeros(), straight, 4.6)).toThrow(
      "horizon: expected a multiple of 0.1 s in 0.1…4.5, got 4.6",
    );
    expect(() => rowAtSeconds(0, 45)).toThrow("got 0");
    expect(() => rowAtSeconds(0.25, 45)).toThrow("got 0.25");
  });
});

describe("baselines", () => {
  it("meanTrajectory averages row by row and beats every shifted constant in squared error", () => {
    const other = straight.map(([x]) => [3 * x, 2] as const);
    expect(meanTrajectory([straight, other])[9]).toEqual([20, 1]);
    expect(() => meanTrajectory([])).toThrow("index");
  });

  it("constantVelocity from 1 m back is the straight drive itself", () => {
    expect(ade(constantVelocity([-1, 0]), straight)).toBe(0);
  });
});
