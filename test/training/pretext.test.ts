import { describe, expect, it } from "vitest";
import { type Camera, type Frame, type LabelledObject } from "../../lib/dataset/recording";
import { at } from "../../lib/math/at";
import { SCENE } from "../../lib/model/sceneBackbone";
import { patchFacts, sceneFacts } from "../../lib/training/pretext";

/** At the world's origin looking along x: camera x is −y, camera y is −z, camera z is x. 960 × 480 pixels. */
const camera: Camera = {
  intrinsics: [
    [480, 0, 480],
    [0, 480, 240],
    [0, 0, 1],
  ],
  fromWorld: {
    position: [0, 0, 0],
    rotation: [
      [0, -1, 0],
      [0, 0, -1],
      [1, 0, 0],
    ],
  },
};
const identity = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
] as const;
const frame = {
  id: "000001",
  seconds: 0,
  egoPose: () => ({ position: [0, 0, 0] as const, rotation: identity }),
  camera: () => camera,
} satisfies Frame;
const car = (x: number, y: number, type = "car"): LabelledObject => ({
  type,
  centre: [x, y, 0],
  size: [4, 2, 2],
  yaw: 0,
});

describe("sceneFacts(frame, objects)", () => {
  it("finds the lead straight ahead, the nearest to each side, and counts by kind", () => {
    const objects = [car(30, 0), car(18, 0.5), car(10, 5), car(-5, 0), car(8, -4, "pedestrian"), car(70, 0)];
    // lead 18 m / 30, left 10 / 20, right 8 / 20; within 50 m four vehicles and one slow user, / 5
    expect(sceneFacts(frame, objects)).toEqual([1, 0.6, 0.5, 0.4, 0.8, 0.2, 0]);
  });

  it("an empty street: no lead, every distance at its limit", () => {
    expect(sceneFacts(frame, [])).toEqual([0, 2, 2, 2, 0, 0, 0]);
  });
});

describe("patchFacts(frame, objects)", () => {
  const columns = SCENE.pictureWidth / SCENE.patch;

  it("a car straight ahead covers the patches around the middle of the vehicle's picture only", () => {
    // front face 8 m away: 2 m wide is 480 · 2 / 8 = 120 pixels around 480 of 960, i.e. columns 2.625 … 3.375 of 6
    const facts = patchFacts(frame, [car(10, 0)]);
    const covered = (row: number, column: number): number => at(facts, 2 * (row * columns + column));
    expect(covered(1, 2)).toBeGreaterThan(0.1);
    expect(covered(1, 2)).toBeCloseTo(covered(1, 3), 6); // symmetric
    expect(covered(1, 1) + covered(0, 2) + covered(1, 4)).toBe(0);
    expect(at(facts, 2 * (columns + 2) + 1)).toBeCloseTo(1, 6); // nearness 10 / 10 m
    expect(facts.slice(facts.length / 2).every((value) => value === 0)).toBe(true); // no roadside picture
  });

  it("the left of the world is the left of the picture, and nothing behind the camera is seen", () => {
    const left = patchFacts(frame, [car(10, 4)]);
    const columnsSeen = [...left.keys()]
      .filter((i) => i % 2 === 0 && at(left, i) > 0)
      .map((i) => (i / 2) % columns);
    expect(Math.max(...columnsSeen)).toBeLessThan(3);
    expect(patchFacts(frame, [car(-10, 0)]).every((value) => value === 0)).toBe(true);
  });
});
