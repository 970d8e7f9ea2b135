import { describe, expect, it } from "vitest";
import { type Camera, type Frame, type LabelledObject } from "../../lib/dataset/recording";
import { at } from "../../lib/math/at";
import { TOKEN_GRID } from "../../lib/model/sceneBackbone";
import { type RoadFacts } from "../../lib/simulator/roadFacts";
import {
  patchFacts,
  ROAD_FACTS,
  roadNumbers,
  SAID_FACTS,
  saidNumbers,
  sceneFacts,
} from "../../lib/training/pretext";

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
  const [columns] = TOKEN_GRID;

  it("a car straight ahead covers the token in the middle of the vehicle's picture only", () => {
    // front face 8 m away, 2 × 2 m: 480 · 2 / 8 = 120 pixels around 480 of 960 and 240 of 480, i.e. columns 2.19 … 2.81 of
    // 5 and rows 1.125 … 1.875 of 3: .625 · .75 of the middle token
    const facts = patchFacts(frame, [car(10, 0)]);
    const covered = (row: number, column: number): number => at(facts, 2 * (row * columns + column));
    expect(covered(1, 2)).toBeCloseTo(0.625 * 0.75, 6);
    expect(covered(1, 1) + covered(0, 2) + covered(1, 3) + covered(2, 2)).toBe(0);
    expect(at(facts, 2 * (columns + 2) + 1)).toBeCloseTo(1, 6); // nearness 10 / 10 m
    expect(facts.slice(facts.length / 2).every((value) => value === 0)).toBe(true); // no roadside picture
  });

  it("the left of the world is the left of the picture, and nothing behind the camera is seen", () => {
    const left = patchFacts(frame, [car(10, 4)]);
    const columnsSeen = [...left.keys()]
      .filter((i) => i % 2 === 0 && at(left, i) > 0)
      .map((i) => (i / 2) % columns);
    expect(Math.max(...columnsSeen)).toBeLessThan(2); // its right edge lies 3 m aside at 12 m: column 1.875
    expect(patchFacts(frame, [car(-10, 0)]).every((value) => value === 0)).toBe(true);
  });
});

/** A lane that bends left like a circle of 40 m: aside d² / 80 at d metres, to second order. */
const road: RoadFacts = {
  toLine: 20,
  light: "red",
  inner: true,
  lead: { gap: 8, braking: true },
  course: [8, 16, 24, 32, 40].map((d) => [d, (d * d) / 80] as const),
};
const named = (names: readonly string[], values: readonly number[]) =>
  Object.fromEntries(names.map((name, i) => [name, at(values, i)]));

describe("roadNumbers(road)", () => {
  it("says line, light, lane, lead and course, scaled", () => {
    const numbers = named(ROAD_FACTS, roadNumbers(road));
    // 20 / 30; 10 / (20 + 5); gap 8 / 30 and 5 / (8 + 2); aside 16² / 80 = 3.2 m, / 10
    expect(numbers).toMatchObject({ "line near": 0.4, red: 1, green: 0, "line near, not green": 0.4 });
    expect(numbers["to the line"]).toBeCloseTo(20 / 30, 12);
    expect(numbers).toMatchObject({
      "inner lane": 1,
      "gap near": 0.5,
      "lead brakes": 1,
      "course 16 m on": 0,
    });
    expect(numbers["course 16 m aside"]).toBeCloseTo(0.32, 12);
  });

  it("a free lane past the line: no light, no lead, the gap at its limit", () => {
    const numbers = named(ROAD_FACTS, roadNumbers({ ...withoutLead(road), light: "passed", toLine: -3 }));
    expect(numbers).toMatchObject({ red: 0, yellow: 0, green: 0, "line near": 0, gap: 2, "gap near": 0 });
  });
});

describe("saidNumbers(motion, road)", () => {
  it("puts what the prompt says beside what is seen", () => {
    const numbers = named(SAID_FACTS, saidNumbers({ speed: 6, turnRate: 30 }, road));
    // 6 m/s · 30 °/s = π m/s², / 2; 36 / (2 · 20) = .9 m/s², / 2; 6 / (8 + 2); the circle asks for 36 / 40 m/s², / 2
    expect(numbers).toMatchObject({ speed: 0.6, "turn rate": 3, "speed towards green": 0 });
    expect(numbers["sideways acceleration"]).toBeCloseTo(Math.PI / 2, 12);
    expect(numbers["speed towards a light that is not green"]).toBe(0.6);
    expect(numbers["braking that stops at the line"]).toBeCloseTo(0.45, 12);
    expect(numbers["gaps closed in a second"]).toBeCloseTo(0.6, 12);
    expect(numbers["sideways acceleration of the lane 24 m ahead"]).toBeCloseTo(0.45, 12);
  });

  it("is all zeros where the prompt tells no motion", () => {
    expect(saidNumbers(undefined, road)).toEqual(SAID_FACTS.map(() => 0));
  });
});

function withoutLead({ toLine, light, inner, course }: RoadFacts): RoadFacts {
  return { toLine, light, inner, course };
}
