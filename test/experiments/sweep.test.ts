import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runJobs } from "../../lib/experiments/runJobs";
import { ruleInWords } from "../../lib/experiments/ruleInWords";
import { runStore } from "../../lib/experiments/runStore";
import { sweepCsv, sweepRows, sweepTable } from "../../lib/experiments/sweep";
import { at } from "../../lib/math/at";
import { trainingConfig } from "../../lib/training/config";
import { toyPlainData } from "../training/toyData";

const data = toyPlainData();
const names = ["plain", 'a "b", c|d'] as const;

/** Two variants of two seeds; their errors are laid down after. */
async function results(errors: readonly number[]) {
  const jobs = names.flatMap((name, i) =>
    [1, 2].map((seed) => ({
      name,
      data,
      config: trainingConfig({ hidden: 8, epochs: 1, normalisation: "standardise", seed, beta: 1 + i }),
    })),
  );
  const made = await runJobs(jobs, { store: runStore(mkdtempSync(join(tmpdir(), "sweep "))) });
  return made.map((result, i) => {
    const last = at(result.run.epochs, 0);
    const lastEpochs = { ...last, epochs: 1, validation: { ...last.validation, ade: errors[i] ?? NaN } };
    return { ...result, folder: "town", run: { ...result.run, lastEpochs } };
  });
}

describe("sweepRows(results, base)", () => {
  it("compares each variant with the base seed by seed, by the collection's rule", async () => {
    const rows = sweepRows(await results([4, 6, 3, 4]), "plain");
    // base mean 5; changes 3 − 4 = −1 and 4 − 6 = −2: mean −1.5 ± 12.71 · 0.707 / √2 = 6.35
    expect(rows[1]).toMatchObject({ base: 5, change: -1.5, verdict: "not decided by 2 seeds" });
    expect(rows[0]).toMatchObject({ base: 5, change: 0, verdict: "less than 5 %" });
    expect(sweepTable(rows, "plain").split("\n")).toEqual([
      `${ruleInWords()} 1 comparison, exploratory.`,
      "",
      "| variant | labels | error (m) | dead | change (m), 95 % interval | verdict |",
      "| --- | --- | --- | --- | --- | --- |",
      "| plain | ego-pose | 5.00 (4.00–6.00) | 0 of 2 |  | base |",
      '| a "b", c\\|d | ego-pose | 3.50 (3.00–4.00) | 0 of 2 | −1.50 (−7.85 … +4.85) | not decided by 2 seeds |',
    ]);
    expect(sweepCsv(rows).split("\n")).toEqual([
      "variant,labels,data,seed,error_m,dead,mean_change_m,verdict",
      "plain,ego-pose,town,1,4,false,0,less than 5 %",
      "plain,ego-pose,town,2,6,false,0,less than 5 %",
      '"a ""b"", c|d",ego-pose,town,1,3,false,-1.5,not decided by 2 seeds',
      '"a ""b"", c|d",ego-pose,town,2,4,false,-1.5,not decided by 2 seeds',
      "",
    ]);
  });

  it("judges nothing without a base", async () => {
    const rows = sweepRows(await results([4, 6, 3, 4]), "other");
    expect(rows.map(({ verdict }) => verdict)).toEqual(rows.map(() => "no verdict: no runs to compare"));
  });
});
