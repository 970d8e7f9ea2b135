import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { tableOf } from "../../lib/doctor/fit/block";
import { rowSets } from "../../lib/doctor/fit/rowSets";
import { fitScaler } from "../../lib/doctor/fit/scaler";
import { type Recipe } from "../../lib/doctor/recipe";

const recipe = (rows: number, more: Partial<Recipe> = {}): Recipe => ({
  model: {},
  train: {
    inputs: Array.from({ length: rows }, (_, i) => [i]),
    targets: Array.from({ length: rows }, (_, i) => [i, -i]),
  },
  loss: "mse",
  optimizer: { name: "sgd", learningRate: 1 },
  ...{ batchSize: 1, epochs: 1, seed: 3 },
  ...more,
});

const ids = (set: { readonly targets: Parameters<typeof tableOf>[0] }): number[] =>
  tableOf(set.targets).map(([id = NaN]) => id);

describe("rowSets(recipe), without a validation of its own", () => {
  it("keeps every fifth row of a seeded shuffle for validation; no row is in both", () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 60 }), fc.integer({ min: 0, max: 99 }), (rows, seed) => {
        const { train, validation } = rowSets(recipe(rows, { seed }));
        expect(ids(validation)).toHaveLength(Math.floor(rows / 5));
        expect([...ids(train), ...ids(validation)].sort((a, b) => a - b)).toEqual(
          Array.from({ length: rows }, (_, i) => i),
        );
      }),
    );
  });

  it("keeps whole groups together", () => {
    const base = recipe(20);
    const groups = Array.from({ length: 20 }, (_, i) => `g${i % 4}`);
    const { train, validation } = rowSets({ ...base, train: { ...base.train, groups } });
    const groupsOf = (rows: readonly number[]) => new Set(rows.map((id) => id % 4));
    expect(groupsOf(ids(validation)).size).toBe(1); // 5 of 20 rows are a quarter, at least a fifth
    expect([...groupsOf(ids(train))].filter((group) => groupsOf(ids(validation)).has(group))).toEqual([]);
  });

  it("cuts the last fifth of a trajectory's rows off, with the horizon left out between", () => {
    // 20 rows, 1 step: rows 16…19 are judged, row 15 is left out
    const { train, validation } = rowSets(recipe(20, { trajectory: { seconds: 0.1 } }));
    expect(ids(validation)).toEqual([16, 17, 18, 19]);
    expect(ids(train)).toEqual(Array.from({ length: 15 }, (_, i) => i));
  });

  it("judges four rows on themselves", () => {
    const { train, validation } = rowSets(recipe(4));
    expect(ids(validation)).toEqual(ids(train));
  });

  it("refuses inputs of another count than targets, by name", () => {
    const base = recipe(4);
    expect(() => rowSets({ ...base, train: { ...base.train, inputs: [[1], [2]] } })).toThrow(
      /train input: expected 4 rows, one for each target, got 2/,
    );
  });
});

describe("fitScaler(kind, train)", () => {
  it("scales pictures by channel, and back", () => {
    const block = { data: Float32Array.from([0, 10, 2, 30, 4, 50, 6, 70]), shape: [2, 1, 2, 2] };
    const { scale, unscale } = fitScaler("standardise", block, false);
    // channel 0: 0, 2, 4, 6, mean 3, std √5; channel 1: 10 … 70, mean 40, std √500
    expect([...scale(block).data].map((value) => Number(value.toFixed(4)))).toEqual(
      [-3, -30, -1, -10, 1, 10, 3, 30].map((value, i) =>
        Number((value / Math.sqrt(i % 2 === 0 ? 5 : 500)).toFixed(4)),
      ),
    );
    const back = [...unscale(scale(block)).data];
    back.forEach((value, i) => expect(value).toBeCloseTo(block.data[i] ?? NaN, 5));
  });

  it("turns trajectories into increments, and back", () => {
    const block = { data: Float32Array.from([1, 2, 4, 1]), shape: [1, 4] };
    const { scale, unscale } = fitScaler("increments", block, true);
    expect([...scale(block).data]).toEqual([1, 2, 3, -1]);
    expect([...unscale(scale(block)).data]).toEqual([1, 2, 4, 1]);
  });

  it("refuses increments of what is no trajectory", () => {
    const block = { data: Float32Array.from([1, 2]), shape: [1, 2] };
    expect(() => fitScaler("increments", block, false)).toThrow(/got increments; set trajectory/);
  });
});
