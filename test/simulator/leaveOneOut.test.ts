import { describe, expect, it } from "vitest";
import { errorsAgainst, leaveOneOut, meanErrors } from "../../lib/simulator/leaveOneOut";
import { type Trajectory } from "../../lib/geometry/trajectory";
import { at } from "../../lib/math/at";
import { splitRng } from "../../lib/math/rng";

describe("leaveOneOut(draws)", () => {
  it("is 0 where nothing is hidden: every draw is the same", () => {
    const path: Trajectory = [
      [1, 2],
      [3, 4],
    ];
    expect(leaveOneOut([path, path, path])).toEqual({
      ade: 0,
      mse: 0,
      adePerStep: [0, 0],
      msePerStep: [0, 0],
    });
  });

  it("of two draws is their distance, and half its square for a coordinate", () => {
    // Each is predicted by the other: 5 m apart, (9 + 16) / 2 = 12.5 m² a coordinate.
    const { ade, mse } = leaveOneOut([[[0, 0]], [[3, 4]]]);
    expect(ade).toBeCloseTo(5, 12);
    expect(mse).toBeCloseTo(12.5, 12);
  });

  it("of a Gaussian cloud is its known spread, row by row", () => {
    const rng = splitRng(7, "cloud");
    const [near, far] = [0.5, 3];
    const clouds = Array.from({ length: 40 }, () =>
      leaveOneOut(
        Array.from({ length: 32 }, () => [
          [10 + near * rng.normal(), near * rng.normal()] as const,
          [30 + far * rng.normal(), 5 + far * rng.normal()] as const,
        ]),
      ),
    );
    const { adePerStep, msePerStep } = meanErrors(clouds);
    [near, far].forEach((sigma, j) => {
      // Mean of others: σ² (1 + 1/31) a coordinate. Distance to the centre: Rayleigh, mean σ √(π/2), 1–3 % more
      // for a guess from 31. 1 280 draws: 4 % is one standard error of the square at most.
      expect(Math.abs(at(msePerStep, j) / (sigma ** 2 * (32 / 31)) - 1)).toBeLessThan(0.1);
      expect(Math.abs(at(adePerStep, j) / (sigma * Math.sqrt(Math.PI / 2)) - 1.02)).toBeLessThan(0.06);
    });
  });

  it("keeps to the many in ade and pays for the few in mse", () => {
    // Nine at 0 and one at 10 m: median of others 0 for all; nine are right, one is 10 off: ade 1.
    // Mean of others: 10/9 for nine of them, 0 for the last: (9 (10/9)² + 100) / 10 / 2 = 5.556 m².
    const draws: Trajectory[] = Array.from({ length: 10 }, (_, i) => [[i === 9 ? 10 : 0, 0]]);
    const { ade, mse } = leaveOneOut(draws);
    expect(ade).toBeCloseTo(1, 2);
    expect(mse).toBeCloseTo(5.556, 3);
  });

  it("refuses a single draw, which nothing can predict", () => {
    expect(() => leaveOneOut([[[0, 0]]])).toThrow("leaveOneOut: expected two draws or more, got 1");
  });
});

describe("errorsAgainst(target, predictions)", () => {
  it("measures the distance with one prediction and the square with the other", () => {
    const result = errorsAgainst([[0, 0]], { forDistance: [[3, 4]], forSquare: [[2, 0]] });
    expect(result).toEqual({ ade: 5, mse: 2, adePerStep: [5], msePerStep: [2] });
  });
});
