import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SETS, setName } from "../../lib/experiments/fixSets";
import { readStudy, writeStudy, type StudyResults, type StudyRow } from "../../lib/experiments/studyFile";
import { studyInWords } from "../../lib/experiments/studyWords";
import { whichFix } from "../../lib/experiments/whichFix";
import { setsFigure } from "../../lib/lessons/setsFigure";
import { at } from "../../lib/math/at";

/** 1 and 5 kill together, 3 costs 0.4 m, 6 gains 0.5 m, seeds shift all sets alike. */
function errorOf(set: number, seed: number): number {
  const has = (fix: number): number => (set >> (fix - 1)) & 1;
  return 3 + 0.1 * seed + 0.4 * has(3) - 0.5 * has(6) + 4 * has(1) * has(5);
}

const row = (set: number, seed: number): StudyRow => ({
  ...{ name: setName(set), labels: "ego-pose", town: 1, seed, end: "finished", error: errorOf(set, seed) },
  ...{ dead: errorOf(set, seed) > 6, r: 0.9, spreadRatio: 1, lossToConstant: 0.5 },
});
const results: StudyResults = {
  ...{ format: 1, study: "sets", speed: "laptop", code: "c" },
  rows: Array.from({ length: SETS }, (_, set) =>
    Array.from({ length: 10 }, (_, seed) => row(set, seed)),
  ).flat(),
};

describe("whichFix(results)", () => {
  const { fixes, pairs, choices, seeds } = whichFix(results);

  it("gives back what the errors were made of", () => {
    expect(seeds).toBe(10);
    // 4 m belong to 1 and 5 half each, whether shared by Shapley or averaged over sets
    expect(fixes.map(({ error }) => Number(error.mean.toFixed(9)))).toEqual([2, 0, 0.4, 0, 2, -0.5]);
    expect(fixes.map(({ main }) => Number(main.mean.toFixed(9)))).toEqual([2, 0, 0.4, 0, 2, -0.5]);
    expect(fixes.map(({ deaths }) => Number(deaths.mean.toFixed(9)))).toEqual([0.5, 0, 0, 0, 0.5, 0]);
    const [largest] = [...pairs].sort((a, b) => b.effect.mean - a.effect.mean);
    expect(largest?.fixes).toEqual([1, 5]);
    expect(largest?.effect.mean).toBeCloseTo(4, 9);
    expect(pairs).toHaveLength(15);
  });

  it("finds the smallest set that is as good as the best", () => {
    expect(setName(choices.smallest.set)).toBe("6");
    expect(choices.smallest).toMatchObject({ near: 5, seeds: 5 });
    expect(choices.smallest.random).toHaveLength(6);
  });

  it("refuses a set that lacks a seed", () => {
    expect(() => whichFix({ ...results, rows: results.rows.slice(1) })).toThrow(
      "same seeds, got 9 and 10 of them",
    );
  });
});

describe("studyInWords(results)", () => {
  it("names shares, pairs and chosen sets", () => {
    const text = studyInWords(results);
    expect(text).toContain(
      "| 1 simpler fusion block | +2.00 (+2.00 … +2.00) | +2.00 (+2.00 … +2.00) | +0.50 (+0.50 … +0.50) |",
    );
    expect(text).toContain("| 1 and 5 | +4.00 (+4.00 … +4.00) |");
    expect(text).toMatch(/\| smallest sufficient \| 6 \| 3\.20 \| 5 of 5 seeds \|/); // 2.5 + 0.1 · mean(5 … 9)
  });
});

describe("setsFigure(which)", () => {
  it("maps all sets and says in words what stands out", () => {
    const { data, layout, summary } = setsFigure(whichFix(results));
    // 16 of 64 sets have both 1 and 5
    expect(summary).toBe(
      "64 sets of 10 runs each: in 16 of them runs die; on half of the seeds the best is 6, the smallest sufficient one 6.",
    );
    expect(data).toHaveLength(1);
    expect(JSON.stringify(layout)).toContain("All 64 sets of fixes, right labels");
  });
});

describe("writeStudy and readStudy", () => {
  it("give back what was kept, in far less than a kilobyte a run", () => {
    const folder = mkdtempSync(join(tmpdir(), "study "));
    expect(readStudy("sets", "laptop", folder)).toBeUndefined();
    writeStudy(results, folder);
    expect(readStudy("sets", "laptop", folder)).toEqual(results);
    const text = readFileSync(join(folder, "study-sets-laptop.json"), "utf8");
    expect(text.length / results.rows.length).toBeLessThan(300);
    expect(at(text.split("\n"), 1)).toContain('"name":"none"');
  });
});
