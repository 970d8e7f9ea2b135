import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { askedOf, needsMotion, placesOf, PREDICTS, turning } from "../../lib/dataset/predicts";
import { constantTurn } from "../../lib/geometry/baselines";
import { type Trajectory } from "../../lib/geometry/trajectory";
import { at } from "../../lib/math/at";

const coordinate = fc.double({ min: -200, max: 200, noNaN: true });
const trajectory = fc.array(fc.tuple(coordinate, coordinate), { minLength: 45, maxLength: 45 });
const motion = fc.record({
  speed: fc.double({ min: 0, max: 40, noNaN: true }),
  turnRate: fc.double({ min: -60, max: 60, noNaN: true }),
});

describe.each(PREDICTS)("what is predicted: %s", (predicts) => {
  it("placesOf(askedOf(places)) is places, for any motion", () => {
    fc.assert(
      fc.property(trajectory, motion, (places, known) => {
        placesOf(predicts, askedOf(predicts, places, known), known).forEach(([x, y], j) => {
          expect(Math.abs(x - at(places, j)[0])).toBeLessThan(1e-10 * 200);
          expect(Math.abs(y - at(places, j)[1])).toBeLessThan(1e-10 * 200);
        });
      }),
    );
  });

  it("asks for a motion only where it says so", () => {
    const places: Trajectory = [[1, 0]];
    if (!needsMotion(predicts)) expect(askedOf(predicts, places, undefined)).toHaveLength(1);
    else {
      const message = `predicts ${predicts}: expected a speed and turn rate, got none; choose places or steps`;
      expect(() => askedOf(predicts, places, undefined)).toThrow(message);
      expect(() => placesOf(predicts, places, undefined)).toThrow(message);
    }
  });
});

describe("askedOf", () => {
  it("steps are each place less the one before, the first less the ego's", () => {
    const places: Trajectory = [
      [1, 2],
      [4, 6],
      [4, 5],
    ];
    expect(askedOf("steps", places, undefined)).toEqual([
      [1, 2],
      [3, 4],
      [0, -1],
    ]);
  });

  it("a car that keeps its turn needs no turn-correction, and a velocity-correction that is its bend", () => {
    const kept = { speed: 8, turnRate: 20 };
    for (const [x, y] of askedOf("turn-correction", turning(kept), kept)) {
      expect(Math.abs(x)).toBeLessThan(1e-12);
      expect(Math.abs(y)).toBeLessThan(1e-12);
    }
    const bend = askedOf("velocity-correction", turning(kept), kept);
    // after 4.5 s it has turned 90°: radius 8 / (π/9) = 72/π m, so it is at (72/π, 72/π) instead of (36, 0)
    expect(at(bend, 44)[0]).toBeCloseTo(72 / Math.PI - 36, 9);
    expect(at(bend, 44)[1]).toBeCloseTo(72 / Math.PI, 9);
  });
});

describe("constantTurn({ speed, turnRate })", () => {
  it("is a straight line at turn rate 0, and mirrored to the other side", () => {
    expect(constantTurn({ speed: 10, turnRate: 0 }, 2)).toEqual([
      [1, 0],
      [2, 0],
    ]);
    const [left, right] = [0.3, -0.3].map((turnRate) => constantTurn({ speed: 10, turnRate })) as [
      Trajectory,
      Trajectory,
    ];
    left.forEach(([x, y], j) => expect(at(right, j)).toEqual([x, -y]));
  });

  it("is where many small straight steps lead", () => {
    fc.assert(
      fc.property(motion, ({ speed, turnRate: degrees }) => {
        const turnRate = (degrees * Math.PI) / 180;
        const path = constantTurn({ speed, turnRate });
        const [parts, seconds] = [20_000, 4.5];
        let [x, y] = [0, 0];
        for (let k = 0; k < parts; k++) {
          const heading = (turnRate * seconds * (k + 0.5)) / parts; // the middle of each step
          x += ((speed * seconds) / parts) * Math.cos(heading);
          y += ((speed * seconds) / parts) * Math.sin(heading);
        }
        expect(Math.hypot(at(path, 44)[0] - x, at(path, 44)[1] - y)).toBeLessThan(1e-5);
      }),
      { numRuns: 20 },
    );
  });
});
