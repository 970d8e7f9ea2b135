import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runJobs } from "../../lib/experiments/runJobs";
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
    const epochs = [{ ...last, validation: { ...last.validation, ade: errors[i] ?? NaN } }];
    return { ...result, folder: "town", run: { ...result.run, epochs } };
  });
}

describe("sweepRows(results, base)", () => {
  it("compares each variant with the base seed by seed, by the collection's rule", async () => {
    const rows = sweepRows(await results([4, 6, 3, 4]), "plain");
    // base mean 5; changes 3 − 4 = −1 and 4 − 6 = −2: mean −1.5, more than 5 % of 5, both better
    expect(rows[1]).toMatchObject({
      ade: 3.5,
      adeRange: [3, 4],
      change: -1.5,
      changeRange: [-2, -1],
      verdict: "helps",
    });
    expect(rows[0]).toMatchObject({ ade: 5, change: 0, verdict: "no measurable effect" });
    expect(sweepTable(rows, "plain").split("\n")).toEqual([
      "| variant | labels | error (m) | change (m) | verdict |",
      "| --- | --- | --- | --- | --- |",
      "| plain | ego-pose | 5.00 (4.00–6.00) |  | base |",
      '| a "b", c\\|d | ego-pose | 3.50 (3.00–4.00) | −1.50 (−2.00 … −1.00) | helps |',
    ]);
    expect(sweepCsv(rows).split("\n")).toEqual([
      "variant,labels,data,seed,error_m,mean_change_m,verdict",
      "plain,ego-pose,town,1,4,0,no measurable effect",
      "plain,ego-pose,town,2,6,0,no measurable effect",
      '"a ""b"", c|d",ego-pose,town,1,3,-1.5,helps',
      '"a ""b"", c|d",ego-pose,town,2,4,-1.5,helps',
      "",
    ]);
  });

  it("a base that was not run is an error", async () => {
    const made = await results([4, 6, 3, 4]);
    expect(() => sweepRows(made, "other")).toThrow("as many runs of the variant as of its base");
  });
});
