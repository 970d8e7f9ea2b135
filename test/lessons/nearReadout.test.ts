import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COORDINATES } from "../../lib/geometry/trajectory";
import { nearReadout } from "../../lib/lessons/nearReadout";
import { pulled, sealedFeatures } from "../../lib/lessons/sealedFeatures";
import { splitRng } from "../../lib/math/rng";
import { mean } from "../../lib/math/statistics";
import { plainData, type PlainData, type PlainSet } from "../../lib/training/plainData";

const WIDTH = 3;

/** Samples at a steady speed; the feature says the speed in its first number, unless it is far. */
function part(rows: number, label: string, far: (row: number) => boolean): PlainSet {
  const rng = splitRng(1, label);
  const speeds = Array.from({ length: rows }, () => 5 + 10 * rng.uniform());
  const targets = speeds.flatMap((speed, row) =>
    Array.from({ length: COORDINATES }, (_, k) =>
      k % 2 === 1 ? 0 : (far(row) ? 5000 * rng.normal() : 0) + (speed * (k / 2 + 1)) / 10,
    ),
  );
  const features = speeds.flatMap((speed) => [speed, rng.normal(), 7]);
  return {
    features: Float32Array.from(features),
    targets: Float32Array.from(targets),
    draws: [],
    lastPast: new Float32Array(2 * rows),
    motion: new Float32Array(2 * rows),
    recordings: speeds.map(() => "one"),
  };
}

const dataOf = (far: (row: number) => boolean): PlainData =>
  plainData("made here", WIDTH, { train: part(60, "train", far), validation: part(40, "val", far) });

describe("nearReadout(data)", () => {
  it("finds nearly all of a future that a feature tells linearly", () => {
    expect(nearReadout(dataOf(() => false))).toEqual({ r2: expect.closeTo(1, 1) as number, nearShare: 1 });
  });

  it("leaves out leaps beyond 200 m, which would decide a squared error, and says how many are near", () => {
    const { r2, nearShare } = nearReadout(dataOf((row) => row % 4 === 0));
    expect(nearShare).toBe(0.75); // one in four leaps
    expect(r2).toBeGreaterThan(0.95);
  });

  it("finds nothing in features that were dealt to other samples", () => {
    const data = dataOf(() => false);
    const dealt = Object.values(sealedFeatures(data, 1)).find(({ treatment }) => treatment === "dealt");
    expect(nearReadout(data, dealt).r2).toBeLessThan(0.3);
  });

  it("refuses data without near samples", () => {
    expect(() => nearReadout(dataOf(() => true))).toThrow("expected at least 2 rows");
  });
});

describe("sealedFeatures(data, seed)", () => {
  const data = dataOf(() => false);

  it("gives the three treatments one letter each, in an order that follows from the seed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (seed) => {
        const sealed = sealedFeatures(data, seed);
        expect(Object.keys(sealed)).toEqual(["A", "B", "C"]);
        const treatments = Object.values(sealed).map(({ treatment }) => treatment);
        expect(treatments.toSorted()).toEqual(["dealt", "pulled", "turned"]);
        expect(sealedFeatures(data, seed)).toEqual(sealed);
      }),
      { numRuns: 20 },
    );
  });

  it("deals whole rows: the same rows in another order", () => {
    const dealt = Object.values(sealedFeatures(data, 3)).find(({ treatment }) => treatment === "dealt");
    const speeds = (values: Float32Array): number[] =>
      [...values].filter((_, i) => i % WIDTH === 0).sort((a, b) => a - b);
    expect(speeds(dealt?.train ?? new Float32Array())).toEqual(speeds(data.train.features));
    expect([...(dealt?.train ?? [])]).not.toEqual([...data.train.features]);
  });
});

describe("pulled(data, share)", () => {
  const data = dataOf(() => false);

  it("leaves all as it is at 0 and makes all samples their mean at 1", () => {
    expect([...pulled(data, 0).train]).toEqual([...data.train.features]);
    const speeds = [...data.train.features].filter((_, i) => i % WIDTH === 0);
    const [first, second] = [pulled(data, 1).train[0], pulled(data, 1).train[WIDTH]];
    expect(first).toBeCloseTo(mean(speeds), 4);
    expect(second).toBeCloseTo(mean(speeds), 4);
  });
});
