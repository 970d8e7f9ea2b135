import { describe, expect, it } from "vitest";
import { manoeuvreOf } from "../../lib/dataset/manoeuvre";
import { type Point } from "../../lib/geometry/trajectory";
import { turnDirection, turnOf } from "../../lib/geometry/turn";

const path = (point: (j: number) => Point): Point[] => Array.from({ length: 45 }, (_, j) => point(j + 1));
/** A metre a step on an arc that bends by `degrees` in all. */
function arc(degrees: number): Point[] {
  let [x, y] = [0, 0];
  return path((j) => {
    const heading = ((degrees * (j - 0.5)) / 45) * (Math.PI / 180);
    x += Math.cos(heading);
    y += Math.sin(heading);
    return [x, y];
  });
}

describe("turnOf(target), turnDirection(target)", () => {
  it("is the angle between the first and the last two metres, left positive", () => {
    // two chords of a metre come a hair short of 2 m, so legs have three: their middles lie 1.5 inside either end
    expect((turnOf(arc(90)) * 180) / Math.PI).toBeCloseTo(90 * (42 / 45), 9);
    expect(turnOf(arc(-90))).toBeCloseTo(-turnOf(arc(90)), 12);
  });

  it("calls 15° a turn and less straight; a car that stands goes straight", () => {
    expect(turnDirection(arc(16.2))).toBe("left"); // 16.2 · 42/45 = 15.1°
    expect(turnDirection(arc(-16.2))).toBe("right");
    expect(turnDirection(arc(15.9))).toBe("straight"); // 14.8°
    expect(turnDirection(path((j) => [0.01 * j, 0.02 * j]))).toBe("straight");
  });
});

describe("manoeuvreOf(target)", () => {
  it("tells starting, stopping and neither by the first and the last step", () => {
    const start = path((j) => [(j * j) / 45, 0]); // 0.2 m/s, at last 20 m/s
    const stop = path((j) => [45 - (45 - j) ** 2 / 45, 0]);
    expect(manoeuvreOf(start)).toEqual({ turn: "straight", speed: "starting" });
    expect(manoeuvreOf(stop)).toEqual({ turn: "straight", speed: "stopping" });
    expect(manoeuvreOf(arc(90))).toEqual({ turn: "left", speed: "steady" });
    expect(manoeuvreOf([])).toEqual({ turn: "straight", speed: "steady" });
  });
});
