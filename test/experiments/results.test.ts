import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { CHOSEN } from "../../lib/experiments/cure";
import { frontRule, frontTable, type FrontStudies } from "../../lib/experiments/frontTable";
import {
  differences,
  judge,
  readResults,
  writeResults,
  type ResultRow,
  type Results,
} from "../../lib/experiments/results";
import { ruleInWords } from "../../lib/experiments/ruleInWords";
import { runTable, type ListedRun } from "../../lib/experiments/runTable";
import { type StudyResults, type StudyRow } from "../../lib/experiments/studyFile";
import { at } from "../../lib/math/at";

const row = (name: string, labels: ResultRow["labels"], seed: number, ade: number): ResultRow => ({
  ...{ name, labels, seed, end: "finished", ade, at2_5: ade, at3_5: ade, at4_5: ade, median: ade, p90: ade },
  ...{ r: 1, spreadRatio: 1, slope: 1, trainLoss: 1, bestConstantLoss: 2, error: ade, dead: false },
});
const constants = {
  ...{ trainSamples: 8, validationSamples: 2, zeros: 20, meanTrajectory: 8, medianTrajectory: 8 },
  ...{ constantVelocity: NaN, noiseFloor: 1 },
};
const data = { "ego-pose": constants, "first-car": constants };
const results: Results = {
  format: 1,
  speed: "fast",
  data,
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
      { name: "beforeFrozen", base: 4, change: 0, verdict: "less than 5 %" },
      {
        ...{ name: "onlyLoss", labels: "ego-pose", pairs: 2, change: 1.5 },
        // 1 and 2 m: 1.5 ± 12.71 · 0.707 / √2 = 6.35
        interval: [expect.closeTo(-4.85, 2), expect.closeTo(7.85, 2)],
        verdict: "not decided by 2 seeds",
      },
    ]);
  });
});

describe("runTable(runs)", () => {
  it("writes a row for each experiment and label set: last errors and the share by which losses fell", () => {
    const run = (name: string, labels: ResultRow["labels"], losses: number[], ades: number[]): ListedRun => ({
      ...{ name, config: { labels } },
      run: { epochs: losses.map((trainLoss, i) => ({ trainLoss, validation: { ade: at(ades, i) } })) },
    });
    const runs = [
      run("before", "ego-pose", [4, 2, 1], [3, 2, 1.234]),
      run("before", "first-car", [60, 63], [50, 51]), // a loss that rises falls by less than nothing
      run("before", "ego-pose", [4, 4], [3, 3]),
    ];
    expect(runTable(runs).split("\n").slice(2)).toEqual([
      "| before | ego-pose | 1.23 · 3.00 | 75 · 0 |",
      "| before | first-car | 51.00 | −5 |",
    ]);
  });
});

describe("frontTable(results, studies)", () => {
  it("writes error, change and verdict of each fix", () => {
    expect(frontTable(results).split("\n").slice(2)).toEqual([
      "| nothing fixed, backbone frozen | right | 4.00 (4.00–4.00) | 0 of 2 |  | base |",
      "| 4 MSE for Smooth L1 | right | 5.50 (5.00–6.00) | 0 of 2 | +1.50 (−4.85 … +7.85) | not decided by 2 seeds |",
    ]);
  });

  it("gives no mean where a run is dead", () => {
    const dead = { ...row("onlyLoss", "ego-pose", 2, 8), dead: true };
    const table = frontTable({ rows: [...results.rows.slice(0, 3), dead], data });
    expect(table.split("\n").at(-1)).toBe(
      "| 4 MSE for Smooth L1 | right | 5.00, the one alive | 1 of 2 |  | 1 against 0 of 2 dead |",
    );
  });

  it("ends with the eighth fix: each error as a share of its own best constant's", () => {
    // 4 m of 8 m on right labels; 39 and 41 m of 40 m on wrong ones: 1.00 → 0.50
    const wrong = [row("beforeFrozen", "first-car", 1, 39), row("beforeFrozen", "first-car", 2, 41)];
    const other = { ...constants, meanTrajectory: 40, medianTrajectory: 44 };
    const table = frontTable({ rows: [...results.rows, ...wrong], data: { ...data, "first-car": other } });
    // −0.475 and −0.525: −0.5 ± 12.71 · 0.0354 / √2 = 0.32
    expect(table.split("\n").at(-1)).toBe(
      "| 8 right labels, nothing else | wrong → right | 1.00 → 0.50 of the best constant's | 0 of 2 | −0.50 (−0.82 … −0.18) | helps |",
    );
  });

  it("sets the cure below, each label set beside nothing fixed on it, as exploratory", () => {
    const wrong = (name: string, error: number): ResultRow[] =>
      [1, 2].map((seed) => row(name, "first-car", seed, error));
    const rows = [
      ...results.rows,
      ...[1, 2].map((seed) => row(CHOSEN, "ego-pose", seed, 1)),
      ...[...wrong("beforeFrozen", 6), ...wrong("wrongCure", 6)],
    ];
    // 3 m less on right labels, nothing on wrong ones; equal seeds leave no width
    expect(frontTable({ rows, data }).split("\n").slice(-2)).toEqual([
      "| the cure | right | 1.00 (1.00–1.00) | 0 of 2 | −3.00 (−3.00 … −3.00) | helps |",
      "| the cure | wrong | 6.00 (6.00–6.00) | 0 of 2 | +0.00 (+0.00 … +0.00) | less than 5 % |",
    ]);
    expect(frontRule({ rows, data })).toContain(
      "4 comparisons, 1 of the 14 that were named beforehand; the others are exploratory.",
    );
  });

  it("takes deaths from thirty seeds and means of other towns where they are known", () => {
    const errors = { beforeFrozen: 4, onlyLoss: 5.5 };
    const study = (
      name: "towns" | "deaths",
      towns: readonly number[],
      seeds: number,
      gain: number,
    ): StudyResults => ({
      ...{ format: 1, study: name, speed: "fast", code: "c" },
      rows: towns.flatMap((town) =>
        (["beforeFrozen", "onlyLoss"] as const).flatMap((arm) =>
          Array.from({ length: seeds }, (_, seed): StudyRow => ({
            ...{
              name: arm,
              labels: "ego-pose",
              town,
              seed,
              end: "finished",
              r: 1,
              spreadRatio: 1,
              lossToConstant: 1,
            },
            error: arm === "onlyLoss" ? errors.onlyLoss - gain : errors.beforeFrozen,
            dead: name === "deaths" && arm === "onlyLoss" && seed < 12,
          })),
        ),
      ),
    });
    const rows = results.rows.map((one) => (one.name === "onlyLoss" ? { ...one, error: 5.5 } : one));
    const towns = study("towns", [2, 3, 4], 3, 2);
    const last = (studies: FrontStudies): string | undefined =>
      frontTable({ rows, data }, studies).split("\n").at(-1);
    // 1.5 m worse here, 0.5 m better there
    expect(last({ towns })).toBe(
      "| 4 MSE for Smooth L1 | right | 5.50 (5.50–5.50) | 0 of 2 | +1.50 (+1.50 … +1.50) | −0.50 · −0.50 · −0.50 | harms in this town |",
    );
    expect(last({ deaths: study("deaths", [1], 30, 0) })).toBe(
      "| 4 MSE for Smooth L1 | right | 5.50 (5.50–5.50) | 12 of 30 |  | more runs die |",
    );
  });

  it("is told with the rule and the number of its comparisons", () => {
    expect(frontRule(results)).toBe(`${ruleInWords()} 1 comparison, 1 of the 14 that were named beforehand.`);
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
