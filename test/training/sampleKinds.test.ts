import { describe, expect, it } from "vitest";
import { type Trajectory } from "../../lib/geometry/trajectory";
import { isNear, kindOf, turnOf } from "../../lib/training/sampleKinds";

/** 45 points `step` metres apart on an arc that bends by `degrees` in all, left positive, starting forward. */
function arc(degrees: number, step = 1): Trajectory {
  let [x, y] = [0, 0];
  return Array.from({ length: 45 }, (_, j) => {
    const heading = ((degrees * (j + 0.5)) / 45) * (Math.PI / 180);
    x += step * Math.cos(heading);
    y += step * Math.sin(heading);
    return [x, y] as const;
  });
}

const degreesOf = (target: Trajectory): number => (turnOf(target) * 180) / Math.PI;

describe("turnOf(target)", () => {
  it("is the angle of an arc less what the two legs of 2 m cut off, left positive", () => {
    // two chords of 1 m come a hair short of 2 m, so legs have three steps: their middles lie 1.5 inside either end
    expect(degreesOf(arc(90))).toBeCloseTo(90 * (42 / 45), 9);
    expect(degreesOf(arc(-90))).toBeCloseTo(-90 * (42 / 45), 9);
  });

  it("does not depend on where the path points, nor on rounding half a turn", () => {
    const turned = arc(60).map(([x, y]) => [-y, x] as const);
    expect(turnOf(turned)).toBeCloseTo(turnOf(arc(60)), 12);
    expect(Math.abs(degreesOf(arc(170)))).toBeCloseTo(170 * (42 / 45), 9);
  });

  it("is 0 for a car that stands or creeps less than two metres", () => {
    expect(turnOf(arc(0, 0))).toBe(0);
    expect(turnOf(arc(90, 0.04))).toBe(0); // 1.8 m of path
  });
});

describe("kindOf(target)", () => {
  it("turns from 15 degrees on, to either side", () => {
    const bound = 15 * (45 / 42); // of the whole arc
    expect(
      [bound - 0.1, bound + 0.1, -bound + 0.1, -bound - 0.1].map((degrees) => kindOf(arc(degrees))),
    ).toEqual(["straight", "turning", "straight", "turning"]);
  });

  it("is beyond as soon as one point lies more than 200 m away, whatever the path does", () => {
    const leap = (metres: number): Trajectory => arc(0).map((point, j) => (j === 20 ? [0, metres] : point));
    expect([isNear(leap(200)), isNear(leap(200.01))]).toEqual([true, false]);
    expect(kindOf(leap(-201))).toBe("beyond");
  });
});
