import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { frontTable } from "../../lib/experiments/frontTable";
import {
  differences,
  judge,
  readResults,
  writeResults,
  type ResultRow,
  type Results,
} from "../../lib/experiments/results";
import { at } from "../../lib/math/at";

const row = (name: string, labels: ResultRow["labels"], seed: number, ade: number): ResultRow => ({
  ...{ name, labels, seed, end: "finished", ade, at2_5: ade, at3_5: ade, at4_5: ade, median: ade, p90: ade },
  ...{ r: 1, spreadRatio: 1, slope: 1, trainLoss: 1, bestConstantLoss: 2 },
});
const data = {
  ...{ trainSamples: 8, validationSamples: 2, zeros: 20, meanTrajectory: 8, medianTrajectory: 8 },
  ...{ constantVelocity: NaN, noiseFloor: 1 },
};
const results: Results = {
  format: 1,
  speed: "fast",
  data: { "ego-pose": data, "first-car": data },
  rows: [
    row("beforeFrozen", "ego-pose", 1, 4),
    row("beforeFrozen", "ego-pose", 2, 4),
    row("onlyLoss", "ego-pose", 1, 5),
    row("onlyLoss", "ego-pose", 2, 6),
  ],
};

describe("judge(results, base)", () => {
  it("compares every experiment with its base on the same labels, seed by seed", () => {
    expect(judge(results)).toMatchObject([
      { name: "beforeFrozen", ade: 4, change: 0, verdict: "no measurable effect" },
      {
        name: "onlyLoss",
        labels: "ego-pose",
        seeds: 2,
        ade: 5.5,
        adeRange: [5, 6],
        change: 1.5,
        verdict: "harmful",
      },
    ]);
  });
});

describe("frontTable(judgements)", () => {
  it("writes error, change and verdict of each fix", () => {
    expect(frontTable(judge(results)).split("\n").slice(2)).toEqual([
      "| nothing fixed, backbone frozen | right | 4.00 (4.00–4.00) |  | base |",
      "| 4 MSE for Smooth L1 | right | 5.50 (5.00–6.00) | +1.50 (+1.00 … +2.00) | harmful |",
    ]);
  });
});

describe("writeResults and readResults", () => {
  it("give back what was kept, NaN too, and nothing where nothing was", () => {
    const folder = mkdtempSync(join(tmpdir(), "results "));
    expect(readResults("fast", folder)).toBeUndefined();
    writeResults(results, folder);
    expect(readResults("fast", folder)).toEqual(results);
  });

  it("refuse a file of another format", () => {
    const folder = mkdtempSync(join(tmpdir(), "results "));
    writeFileSync(join(folder, "fast.json"), "{}");
    expect(() => readResults("fast", folder)).toThrow("expected results of format 1");
  });
});

describe("differences(kept, made)", () => {
  it("finds none in equal results, and names what moved, came or went", () => {
    expect(differences(results, results)).toEqual([]);
    const moved = { ...at(results.rows, 0), ade: 4.01 };
    const rows = [moved, ...results.rows.slice(1, 3), row("after", "first-car", 1, 50)];
    expect(differences(results, { ...results, rows })).toEqual([
      "beforeFrozen, ego-pose, seed 1: kept 4.000 m, now 4.010 m",
      "after, first-car, seed 1: new, 50.000 m",
      "onlyLoss, ego-pose, seed 2: kept, but not run any more",
    ]);
  });
});
