import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { runJobs, type Job, type JobResult } from "../../lib/experiments/runJobs";
import { runStore } from "../../lib/experiments/runStore";
import { at } from "../../lib/math/at";
import { mean } from "../../lib/math/statistics";
import {
  baselineErrors,
  epochFigure,
  errorFigure,
  experimentColours,
  finalErrors,
  judgedTable,
  effectIn,
  runsOf,
} from "../../lib/lessons/runFigures";
import { COLOURS } from "../../lib/plots/colours";
import { trainingConfig, type LabelSet } from "../../lib/training/config";
import { toyPlainData } from "../training/toyData";

const data = toyPlainData();
const job = (name: string, labels: LabelSet, seed: number, headLearningRate: number): Job => ({
  ...{ name, data },
  config: trainingConfig({
    hidden: 8,
    epochs: 2,
    normalisation: "standardise",
    labels,
    seed,
    headLearningRate,
    finalLearningRate: 0,
  }),
});
const shown = { beforeFrozen: "slow", onlyLearningRate: "fast" };
let runs: JobResult[] = [];

beforeAll(async () => {
  const store = runStore(mkdtempSync(join(tmpdir(), "runs ")));
  const jobs = (["ego-pose", "first-car"] as const).flatMap((labels) =>
    [1, 2].flatMap((seed) => [
      job("beforeFrozen", labels, seed, 1e-6),
      job("onlyLearningRate", labels, seed, 1e-2),
    ]),
  );
  runs = await runJobs(jobs, { store });
});

describe("runsOf, finalErrors, baselineErrors", () => {
  it("pick one experiment on one label set, seed by seed", () => {
    expect(
      runsOf(runs, "beforeFrozen", "first-car").map(({ config }) => [config.labels, config.seed]),
    ).toEqual([
      ["first-car", 1],
      ["first-car", 2],
    ]);
    expect(finalErrors(runs, "beforeFrozen", "ego-pose")).toEqual(
      // two epochs: the mean of both
      runsOf(runs, "beforeFrozen", "ego-pose").map((run) =>
        mean(run.epochs.map(({ validation }) => validation.ade)),
      ),
    );
    const { baselines } = at(runs, 0).run;
    expect(baselineErrors(runs, "ego-pose")["mean trajectory"]).toBe(baselines.meanTrajectory.ade);
    expect(Object.keys(baselineErrors(runs, "first-car"))).toEqual(["median trajectory", "mean trajectory"]);
  });

  it("say what to ask for when it is not there", () => {
    expect(() => runsOf(runs, "after", "ego-pose")).toThrow(
      "expected some of after on ego-pose labels, got none",
    );
  });
});

describe("judgedTable(results, shown)", () => {
  it("sets every experiment beside the first, on both label sets", () => {
    const rows = judgedTable(runs, shown);
    expect(rows.map(({ labels, run }) => [labels, run])).toEqual([
      ["right", "slow"],
      ["right", "fast"],
      ["wrong", "slow"],
      ["wrong", "fast"],
    ]);
    // a rate of 1e-6 learns nothing in two epochs: it ends above the mean trajectory, dead, and no mean is judged
    expect(at(rows, 0)).toMatchObject({ "error (m)": "all dead", dead: "2 of 2" });
    expect(at(rows, 1)["verdict"]).toMatch(/^\d against 2 of 2 dead$|^no verdict: all runs are dead$/);
    // on wrong labels nobody is told dead, and two seeds give an interval
    expect(at(rows, 3)["change (m)"]).toMatch(/^-\d+\.\d+ \(-?\d+\.?\d* to -?\d+\.?\d*\)$/);
    // of one label set the caption tells: a column that says the same in every row pushes the verdict off a phone
    const ofOne = judgedTable(runs, shown, ["first-car"]);
    expect(ofOne.map((row) => ({ labels: "wrong", ...row }))).toEqual(rows.slice(2));
    expect(ofOne[0]).not.toHaveProperty("labels");
  });

  it("says what effectIn says", () => {
    const effect = effectIn(runs, "first-car", { base: "beforeFrozen", variant: "onlyLearningRate" });
    expect(judgedTable(runs, shown)[3]?.["verdict"]).toBe(effect.verdict);
    expect(effect.change).toBeLessThan(0);
  });
});

describe("errorFigure and epochFigure", () => {
  it("name every experiment with its mean error", () => {
    const [slow, fast] = ["beforeFrozen", "onlyLearningRate"].map((name) => {
      const [a = NaN, b = NaN] = finalErrors(runs, name, "ego-pose");
      return (a + b) / 2;
    });
    // three digits: the slow run misses by some 16 m, the fast one by less than 10 m
    const dead = finalErrors(runs, "beforeFrozen", "ego-pose").length; // a rate of 1e-6 learns nothing
    expect(judgedTable(runs, shown)[0]).toMatchObject({ dead: `${dead} of ${dead}` });
    expect(errorFigure(runs, "ego-pose", shown).summary).toMatch(/^right labels: slow \(all dead\), fast /);
    expect(errorFigure(runs, "first-car", shown).summary).toMatch(
      /^wrong labels: slow \(\d+\.?\d* m\), fast \(\d+\.?\d* m\)\.$/,
    );
    expect([slow, fast].every(Number.isFinite)).toBe(true);
  });

  it("colour the base grey and the first fix as all fixes, whichever is shown first", () => {
    const { base, fix, cure } = COLOURS;
    expect(experimentColours(["beforeFrozen", "after", "onlyLoss"]).slice(0, 2)).toEqual([base, fix]);
    expect(experimentColours(["tinyRate", "beforeFrozen"])).toEqual([fix, base]);
    expect(experimentColours(["curePredicts"])).toEqual([cure]);
  });

  it("follow a measure over the epochs of each seed", () => {
    const { data: traces } = epochFigure(runs, "ego-pose", shown, {
      ...{ title: "t", y: "epoch", measure: ({ epoch }) => epoch },
    });
    expect(traces.filter(({ name }) => name === "fast").map(({ y }) => y)).toEqual([[1, 2]]);
  });
});
