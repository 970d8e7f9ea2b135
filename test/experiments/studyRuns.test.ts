import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type chosenData } from "../../lib/experiments/experimentRuns";
import { runStore } from "../../lib/experiments/runStore";
import { runsOfStudy, STUDIES, type Study } from "../../lib/experiments/studies";
import { outcomesOfArm } from "../../lib/experiments/studyFile";
import { studyRows } from "../../lib/experiments/studyRuns";
import { toyPlainData } from "../training/toyData";

const settings = { hidden: 8, epochs: 2, normalisation: "standardise" } as const;
const study: Study = {
  question: "Does a tiny study run?",
  arms: [
    { name: "slow", labels: "ego-pose", settings: { ...settings, fixes: { learningRate: "before" } } },
    { name: "fast", labels: "ego-pose", settings: { ...settings, fixes: { learningRate: "after" } } },
  ],
  seeds: 3,
  towns: [1, 4],
};

/** Toy samples, others in each town; notes what was asked for. */
function reader(): { read: typeof chosenData; asked: string[] } {
  const asked: string[] = [];
  const read: typeof chosenData = (config, { seed = NaN, stride, swapLabels }) => {
    asked.push(`town ${seed}, seed ${config.seed}, every ${stride}${swapLabels ? ", swapped" : ""}`);
    return Promise.resolve(toyPlainData(37, 12, seed));
  };
  return { read, asked };
}

const kept = runStore(mkdtempSync(join(tmpdir(), "study runs ")));

describe("studyRows(study, options)", () => {
  it("trains every arm with every seed in every town, and keeps final measures", async () => {
    const { read, asked } = reader();
    const told: string[] = [];
    const rows = await studyRows(study, {
      ...{ speed: "fast", seeds: 2, store: kept, threads: 1, read },
      onDone: ({ name }, { done, total }) => told.push(`${name} ${done} of ${total}`),
    });
    expect(rows.map(({ name, town, seed }) => `${name} ${town} ${seed}`)).toEqual([
      ...["slow 1 1", "fast 1 1", "slow 1 2", "fast 1 2"],
      ...["slow 4 1", "fast 4 1", "slow 4 2", "fast 4 2"],
    ]);
    expect(asked).toHaveLength(8); // each run reads its own town once
    expect(asked[7]).toBe("town 4, seed 2, every 10");
    expect(told.at(-1)).toMatch(/ 8 of 8$/);
    for (const { error, end, lossToConstant, dead } of rows) {
      expect([end, typeof dead]).toEqual(["finished", "boolean"]);
      expect(error).toBeGreaterThan(0);
      expect(lossToConstant).toBeGreaterThan(0);
    }
    const numbers = rows.map(({ error }) => error);
    expect(new Set(numbers).size).toBe(8); // no arm, seed or town stands for another
    expect(outcomesOfArm({ rows }, { name: "fast", labels: "ego-pose", town: 4 })).toEqual([
      { seed: 1, error: numbers[5], dead: rows[5]?.dead },
      { seed: 2, error: numbers[7], dead: rows[7]?.dead },
    ]);
  });

  it("makes nothing again: a further seed costs its own runs only", async () => {
    const { read, asked } = reader();
    const rows = await studyRows(study, { speed: "fast", seeds: 3, store: kept, threads: 1, read });
    expect(rows).toHaveLength(12);
    expect(asked.map((one) => one.split(", ").slice(0, 2).join(", "))).toEqual([
      ...["town 1, seed 3", "town 1, seed 3", "town 4, seed 3", "town 4, seed 3"],
    ]);
  });

  it("asks for the other labels where the sets change places, and takes no kept run for them", async () => {
    const { read, asked } = reader();
    const swapped = { swapLabels: true, store: kept, threads: 1, read } as const;
    await studyRows({ ...study, towns: [1] }, { ...swapped, speed: "fast", seeds: 1 });
    expect(asked).toEqual(Array.from({ length: 2 }, () => "town 1, seed 1, every 10, swapped"));
  });
});

describe("STUDIES", () => {
  it("count their runs: 64 sets of 10, 32 of 5, 16 arms of 3 in 3 towns, 22 of 30", () => {
    expect(Object.values(STUDIES).map(runsOfStudy)).toEqual([640, 160, 144, 660]);
  });
});
