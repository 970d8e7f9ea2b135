import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  denormalise,
  fitNormaliser,
  normalise,
  normaliserFromJson,
  NORMALISERS,
} from "../../lib/dataset/normaliser";
import { type Trajectory } from "../../lib/geometry/trajectory";
import { mean, std } from "../../lib/math/statistics";

const coordinate = fc.double({ min: -200, max: 200, noNaN: true });
const trajectory = fc.array(fc.tuple(coordinate, coordinate), { minLength: 5, maxLength: 5 });
const training: readonly Trajectory[] = [1, 2, 4, 7, 11].map((speed) =>
  Array.from({ length: 5 }, (_, j) => [speed * (j + 1), (speed - 4) * j + 0.1 * speed] as const),
);

describe.each(NORMALISERS)("normaliser %s", (kind) => {
  const normaliser = fitNormaliser(kind, training);

  it("denormalise(normalise(x)) is x", () => {
    fc.assert(
      fc.property(trajectory, (x) => {
        denormalise(normaliser, normalise(normaliser, x)).forEach((row, j) => {
          expect(Math.abs(row[0] - (x[j]?.[0] ?? NaN))).toBeLessThan(1e-11 * 200);
          expect(Math.abs(row[1] - (x[j]?.[1] ?? NaN))).toBeLessThan(1e-11 * 200);
        });
      }),
    );
  });

  it("comes back from its JSON text the same", () => {
    expect(normaliserFromJson(JSON.parse(JSON.stringify(normaliser)))).toEqual(normaliser);
  });
});

describe("fitNormaliser", () => {
  it("none and divide-by-100 do what they say", () => {
    expect(normalise(fitNormaliser("none", training), training[1] ?? [])).toEqual(training[1]);
    expect(normalise(fitNormaliser("divide-by-100", training), training[1] ?? [])[4]).toEqual([
      0.1,
      expect.closeTo(-0.078, 12),
    ]);
  });

  it("standardise gives mean 0 and std 1 on each axis over all steps of the training targets", () => {
    const z = training.map((target) => normalise(fitNormaliser("standardise", training), target));
    for (const k of [0, 1] as const) {
      expect(mean(z.flat().map((row) => row[k]))).toBeCloseTo(0, 12);
      expect(std(z.flat().map((row) => row[k]))).toBeCloseTo(1, 12);
    }
  });

  it("standardise-steps gives mean 0 and std 1 at every step", () => {
    const z = training.map((target) => normalise(fitNormaliser("standardise-steps", training), target));
    for (let j = 0; j < 5; j++) {
      expect(mean(z.map((target) => target[j]?.[0] ?? NaN))).toBeCloseTo(0, 12);
      expect(std(z.map((target) => target[j]?.[1] ?? NaN))).toBeCloseTo(1, 12);
    }
  });

  it("robust hardly moves when one target is a kilometre off, standardise does", () => {
    const many = Array.from({ length: 200 }, (_, i) => training[i % 5] ?? []);
    const wild = [...many, many[0]?.map(([x, y]) => [x + 1000, y + 1000] as const) ?? []];
    const scale = (kind: "robust" | "standardise", targets: readonly Trajectory[]): number =>
      fitNormaliser(kind, targets).scale[0]?.[0] ?? NaN;
    expect(scale("robust", wild) / scale("robust", many)).toBeLessThan(1.2);
    expect(scale("standardise", wild) / scale("standardise", many)).toBeGreaterThan(5);
  });

  it("increments are the steps themselves: constant speed 2 m a step becomes 2, 2, 2", () => {
    const straight: Trajectory = [[2, 0], [4, 0], [6, 1]]; // prettier-ignore
    expect(normalise(fitNormaliser("increments", [straight]), straight)).toEqual([[2, 0], [2, 0], [2, 1]]); // prettier-ignore
  });

  it("refuses an axis that never varies, a trajectory of another length and JSON that is no normaliser", () => {
    const flat = training.map((target) => target.map(([x]) => [x, 0] as const));
    expect(() => fitNormaliser("standardise", flat)).toThrow(
      "expected targets that vary on both axes, got scale",
    );
    expect(() => normalise(fitNormaliser("none", training), [[1, 2]])).toThrow(
      "normaliser: expected 5 rows, got 1",
    );
    expect(() => normaliserFromJson({ kind: "magic" })).toThrow(
      "normaliser, kind: expected none, divide-by-100",
    );
    expect(() => normaliserFromJson({ ...fitNormaliser("none", training), scale: [[0, 1]] })).toThrow(
      "normaliser, scale",
    );
    expect(() => normaliserFromJson(null)).toThrow("normaliser, kind");
  });
});
