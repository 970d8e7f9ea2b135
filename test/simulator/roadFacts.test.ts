import { beforeAll, describe, expect, it } from "vitest";
import { egoPoseLabels } from "../../lib/dataset/egoPoseLabels";
import { openDataset } from "../../lib/dataset/openDataset";
import { at } from "../../lib/math/at";
import { readManifest } from "../../lib/simulator/generateDataset";
import { COURSE_METERS, roadFacts, type RoadFacts } from "../../lib/simulator/roadFacts";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MINI = join(__dirname, "../../data/mini");
let facts = new Map<string, RoadFacts>();
let small: RoadFacts[] = [];

beforeAll(() => {
  facts = roadFacts(readManifest(MINI));
  small = [...roadFacts({ size: "small", seed: 3 }).values()];
});

describe("roadFacts(identity)", () => {
  it("knows every pair of a generated data set by its frame", () => {
    const paired = openDataset(MINI).flatMap(({ frames }) =>
      frames.filter(({ infrastructure }) => infrastructure !== undefined),
    );
    expect([...facts.keys()].sort()).toEqual(paired.map(({ id }) => id).sort());
  });

  it("the lane's course is the way the car really takes, where only one way goes on", () => {
    const settled = egoPoseLabels(openDataset(MINI)).flatMap((sample) => {
      const road = facts.get(sample.id);
      return road?.inner === true ? [{ sample, road }] : [];
    });
    for (const { sample, road } of settled) {
      const course = [[0, 0] as const, ...road.course];
      for (const [x, y] of sample.target.filter(([far]) => far < 30)) {
        const gaps = course.slice(1).map(([bx, by], i) => {
          const [ax, ay] = at(course, i);
          const share = Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / 64));
          return Math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay));
        });
        expect(Math.min(...gaps)).toBeLessThan(0.8); // a chord of 8 m of the tightest turn, 12 m, lies 0.7 m inside it
      }
    }
  });

  it("a course is as long as its metres, and straight on a straight lane", () => {
    for (const { course, toLine, inner } of small) {
      course.forEach(([x, y], i) =>
        expect(Math.hypot(x, y)).toBeLessThanOrEqual(at(COURSE_METERS, i) + 1e-9),
      );
      if (toLine > 42) expect(Math.abs(at(course, 4)[1])).toBeLessThan(1e-9);
      if (inner && toLine > 0) expect(at(course, 4)[1]).toBeGreaterThanOrEqual(-1e-9); // it turns left or not yet
    }
  });

  it("an outer lane's way is open before the turn: no car's route is told", () => {
    const open = small.filter(({ inner, toLine }) => !inner && toLine > 0 && toLine < 15);
    // straight on is 0 aside, a right turn tens of metres: halfway lies between, for every car
    expect(open.length).toBeGreaterThan(100);
    for (const { course } of open) {
      expect(at(course, 4)[1]).toBeLessThan(-1);
      expect(at(course, 4)[1]).toBeGreaterThan(-16);
    }
  });

  it("every light and both lanes occur; a light is passed exactly when its line is", () => {
    expect(new Set(small.map(({ light }) => light))).toEqual(new Set(["red", "yellow", "green", "passed"]));
    expect(new Set(small.map(({ inner }) => inner)).size).toBe(2);
    for (const { light, toLine } of small) expect(light === "passed").toBe(toLine < 0);
  });
});

describe("readManifest(folder)", () => {
  it("refuses a folder that the generator did not write", () => {
    expect(() => readManifest(tmpdir())).toThrow("expected a generated data set, got no generator.json");
  });
});
