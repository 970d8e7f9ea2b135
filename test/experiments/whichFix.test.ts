import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SETS, setName, setOf } from "../../lib/experiments/fixSets";
import {
  currentStudy,
  readStudy,
  writeStudy,
  type StudyResults,
  type StudyRow,
} from "../../lib/experiments/studyFile";
import { studyInWords } from "../../lib/experiments/studyWords";
import { effectOfSet, whichFix } from "../../lib/experiments/whichFix";
import { choicesFigure } from "../../lib/lessons/choicesFigure";
import { setsFigure } from "../../lib/lessons/setsFigure";
import { sharesFigure } from "../../lib/lessons/sharesFigure";
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
  const { fixes, pairs, choices, seeds, sufficient } = whichFix(results);

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

  it("finds all sets that are as good: with 6, without 3, and not 1 with 5", () => {
    // 6 alone is best; 2, 4, and either 1 or 5 change nothing: 3 · 4 sets
    expect(sufficient).toHaveLength(12);
    expect(sufficient).toContain(setOf(1, 2, 6));
    expect(sufficient).not.toContain(setOf(3, 6));
  });

  it("names the set and the seed whose error is no number", () => {
    const rows = results.rows.map((one) =>
      one.name === "1+5" && one.seed === 3 ? { ...one, error: NaN } : one,
    );
    expect(() => whichFix({ ...results, rows })).toThrow("got NaN for set 1+5, seed 3: it diverged");
  });

  it("refuses a set that lacks a seed", () => {
    expect(() => whichFix({ ...results, rows: results.rows.slice(1) })).toThrow(
      "same seeds, got 9 and 10 of them",
    );
  });
});

describe("effectOfSet(which, set)", () => {
  const which = whichFix(results);

  it("judges a set beside nothing fixed, or another, on all seeds or the last ones", () => {
    // 0.5 m of 3.45 m on average is beyond 5 %, every seed alike
    expect(effectOfSet(which, setOf(6))).toMatchObject({ pairs: 10, verdict: "helps" });
    expect(effectOfSet(which, setOf(6), { seeds: 5 })).toMatchObject({ pairs: 5, verdict: "helps" });
    expect(effectOfSet(which, setOf(6, 2), { base: setOf(6) }).verdict).toBe("less than 5 %");
    expect(effectOfSet(which, setOf(1, 5)).verdict).toBe("10 against 0 of 10 dead");
  });

  it("refuses what is no set of fixes, and one that was not run", () => {
    expect(() => setOf(7)).toThrow("from 1 to 6, got 7; the seventh only prints");
    expect(() => setOf(2, 2)).toThrow("expected each once");
    expect(() => effectOfSet({ sets: which.sets.slice(0, 8) }, setOf(4))).toThrow("one that was run, got 4");
  });
});

describe("studyInWords(results)", () => {
  it("says that two seeds decide nothing, and says no such thing of all", () => {
    const two = { ...results, rows: results.rows.filter(({ seed }) => seed < 2) };
    expect(studyInWords(two)).toContain("So few seeds decide nothing");
    expect(studyInWords(results)).toContain("64 sets, 10 seeds, right labels, made at laptop speed");
    expect(studyInWords(results)).not.toContain("So few seeds");
  });

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
      "64 sets of 10 runs each: in 16 of them runs die; 12 sets are within 5 % of the best on nine seeds of ten (★). On half of the seeds the best is 6, the smallest sufficient one 6.",
    );
    expect(data).toHaveLength(1);
    expect(JSON.stringify(data).match(/★/g)).toHaveLength(12);
    expect(JSON.stringify(layout)).toContain("All 64 sets of fixes, right labels");
  });
});

describe("sharesFigure(which, of) and choicesFigure(which, baselines)", () => {
  const which = whichFix(results);

  it("draw each fix's share with its interval, the mean in words", () => {
    const { summary, data } = sharesFigure(which, "error");
    expect(summary).toContain("1 fusion (2.00), 2 initial weights (0.00), 3 pooling (0.40)");
    expect(data).toHaveLength(12); // a bar and its mean for each of six
    expect(sharesFigure(which, "deaths").summary).toContain("5 learning rate (0.50)");
  });

  it("set the chosen sets beside all sets of their size, on the seeds that chose nothing", () => {
    const { summary, layout } = choicesFigure(which, { "mean trajectory": 7.4 });
    // 3 + 0.1 · mean(5 … 9) = 3.7; all six: + 0.4 − 0.5 + 4 = 7.6
    expect(summary).toContain("on 5 seeds that chose nothing: nothing fixed (3.70 m)");
    expect(summary).toContain("all 6 sets of 1 (3.68 m)"); // 3.7 + (0.4 − 0.5) / 6
    expect(summary).toContain("all six (7.60 m)");
    expect(JSON.stringify(layout)).toContain("smallest sufficient: 6");
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
    expect(currentStudy("sets", "laptop", folder)).toBeUndefined(); // made by the code "c"
  });
});
