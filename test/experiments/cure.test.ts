import { describe, expect, it } from "vitest";
import { CHOSEN, CURE, CURE_STEPS, REPORT_TOWNS, WRONG_STEPS } from "../../lib/experiments/cure";
import { cureRows, objectionRows, reportRows, wrongRows } from "../../lib/experiments/cureTables";
import { cureTable, reportTable } from "../../lib/experiments/cureText";
import { type Experiment } from "../../lib/experiments/experiments";
import { type JobResult } from "../../lib/experiments/runJobs";
import { at } from "../../lib/math/at";
import { trainingConfig, type LabelSet } from "../../lib/training/config";
import { createStep } from "../../lib/training/createStep";
import { type Run } from "../../lib/training/run";
import { train } from "../../lib/training/train";
import { toyData, toyPlainData } from "../training/toyData";

const entries = Object.entries(CURE) as [string, Experiment][];

describe("the cure's experiments", () => {
  it("add one thing a step to all before, from nothing fixed to the step that is reported", () => {
    const configs = CURE_STEPS.map(({ name }) => trainingConfig(CURE[name].settings));
    const changed = configs.slice(1).map((config, i) => {
      const before: Record<string, unknown> = { ...at(configs, i) };
      return Object.entries(config).flatMap(([key, value]) => (before[key] === value ? [] : [key]));
    });
    expect(changed.map((keys) => keys.sort())).toEqual([
      ["normalisation"],
      ["accumulation", "batchSize", "epochs", "headLearningRate"],
      ["predicts"],
      ["promptNumbers"],
      [], // more drives
    ]);
    expect(CURE.cureReport.settings).toEqual(CURE[CHOSEN].settings);
  });

  it("keep the teacher's frozen backbone, and their towns apart: learnt, reported, the notebooks' own", () => {
    for (const [name, { settings }] of entries) {
      expect(trainingConfig(settings).freezeBackbone, name).toBe(name !== "cureFineTuned");
    }
    const learnt = new Set(entries.flatMap(([, { moreTowns = [] }]) => moreTowns));
    for (const seed of REPORT_TOWNS) expect([1, ...learnt]).not.toContain(seed);
    expect(entries.filter(([, { reportTowns }]) => reportTowns !== undefined).map(([name]) => name)).toEqual([
      "cureReport",
    ]);
  });
});

/** A short run on toy data under a name, with its validation set as the one to be reported. */
async function result(name: string, labels: LabelSet, seed: number): Promise<JobResult> {
  const config = trainingConfig({ hidden: 8, epochs: 1, normalisation: "standardise", labels, seed });
  const step = createStep(config, {}, 1);
  const data = toyData();
  const run: Run = await train(step, config, { ...data, reported: { test: data.validation } });
  step.dispose();
  return { name, config, data: toyPlainData(), run, kept: false };
}

describe("the cure's tables", () => {
  it("pair seeds with the step before, and with nothing fixed on wrong labels", async () => {
    const one = await result("cureLabels", "ego-pose", 1);
    const two = await result("cureLabels", "ego-pose", 2);
    // constants far off, so that no run of the toy counts as dead
    const far = { ...one.run.baselines.meanTrajectory, ade: 1e6 };
    const named = (name: string, labels: LabelSet, from: JobResult, seed = from.config.seed): JobResult => {
      const config = { ...from.config, labels, seed };
      const baselines = { ...from.run.baselines, meanTrajectory: far, medianTrajectory: far };
      return { ...from, name, config, run: { ...from.run, config, baselines } };
    };
    const steps = CURE_STEPS.slice(1).flatMap(({ name }) =>
      [one, two].map((r) => named(name, "ego-pose", r)),
    );
    const rows = cureRows([...[one, two].map((r) => named("cureLabels", "ego-pose", r)), ...steps]);
    expect(rows.map(({ seeds }) => seeds)).toEqual(CURE_STEPS.map(() => 2));
    const errors = [one, two].map(({ run }) => run.lastEpochs?.validation.ade ?? NaN);
    expect(at(rows, 0).ade).toBeCloseTo((at(errors, 0) + at(errors, 1)) / 2, 9);
    expect(at(rows, 0).effect).toBeUndefined();
    // the same runs under another name, paired seed by seed: no change, while paired crosswise they would differ
    expect(at(rows, 1).effect).toMatchObject({ change: 0, interval: [0, 0], pairs: 2 });
    expect(at(errors, 0)).not.toBe(at(errors, 1));
    expect(cureTable(rows)).toContain("| base |");

    const wrong = (seed: number): JobResult[] => [
      ...[1, 2].map((first) => named("beforeFrozen", "first-car", one, first)),
      ...WRONG_STEPS.flatMap(({ name }) => [1, 2].map((i) => named(name, "first-car", two, seed * i))),
    ];
    expect(at(wrongRows(wrong(10)), 0).effect?.verdict).toContain("no runs to compare"); // seeds 10 and 20
    expect(at(wrongRows(wrong(1)), 0).effect?.change).toBeCloseTo(at(errors, 1) - at(errors, 0), 9);
    expect(() => objectionRows([one])).toThrow(
      "cure: expected runs of cureNoSpeedUnfixed, got none; run it too",
    );
  });

  it("report each set over all seeds, the worst seed beside constant velocity", async () => {
    const results = [await result("cureReport", "ego-pose", 1), await result("cureReport", "ego-pose", 2)];
    const [row] = reportRows(results);
    const errors = results.map(({ run }) => run.reports?.["test"]?.errors.ade ?? NaN);
    const velocity = at(results, 0).run.baselines.constantVelocity?.ade ?? NaN;
    expect(row).toMatchObject({ set: "test", samples: 12, constantVelocity: velocity });
    expect(row?.ahead).toEqual(errors.map((error) => 1 - error / velocity));
    expect(
      reportTable(row === undefined ? [] : [row], { test: { floor: 0.57, turnCeiling: 0.99 } }),
    ).toContain("0.57");
    const silent = results.map((result) => {
      const run: { -readonly [K in keyof Run]: Run[K] } = { ...result.run };
      delete run.reports;
      return { ...result, run };
    });
    expect(() => reportRows(silent)).toThrow("cure: expected a report in the runs of cureReport, got none");
  });
});
