import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { runJobs, type JobResult } from "../../lib/experiments/runJobs";
import { runStore } from "../../lib/experiments/runStore";
import { bothLabelsFigure } from "../../lib/lessons/bothLabels";
import { at } from "../../lib/math/at";
import { trainingConfig } from "../../lib/training/config";
import { toyPlainData } from "../training/toyData";

let runs: JobResult[] = [];

beforeAll(async () => {
  const data = toyPlainData();
  const jobs = (["first-car", "ego-pose"] as const).map((labels) => ({
    name: "beforeFrozen",
    data,
    config: trainingConfig({ hidden: 8, epochs: 2, normalisation: "standardise", labels }),
  }));
  runs = await runJobs(jobs, { store: runStore(mkdtempSync(join(tmpdir(), "runs "))) });
});

const options = {
  title: "Error",
  y: "m",
  measure: ({ validation }: { validation: { ade: number } }) => validation.ade,
};

it("bothLabelsFigure(results, name) draws right labels blue and wrong ones vermillion, whatever their order", () => {
  const { data } = bothLabelsFigure(runs, "beforeFrozen", options);
  const curves = data.filter(({ mode }) => mode === "lines+markers");
  expect(curves.map(({ name, line }) => [name, (line as { color: string }).color])).toEqual([
    ["right labels", "#0072B2"],
    ["wrong labels", "#D55E00"],
  ]);
  // one seed: its own errors, of the run that is second in the list
  expect(curves[0]).toMatchObject({
    x: [1, 2],
    y: at(runs, 1).run.epochs.map(({ validation }) => validation.ade),
  });
});

it("bothLabelsFigure tells the first and last value of each in its summary", () => {
  const { summary } = bothLabelsFigure(runs, "beforeFrozen", {
    ...options,
    measure: ({ epoch }) => epoch / 3,
  });
  expect(summary).toBe("right labels 0.333 → 0.667, wrong labels 0.333 → 0.667.");
});

it("bothLabelsFigure of an experiment without runs says so", () => {
  expect(() => bothLabelsFigure(runs, "after", options)).toThrow("expected some of after on ego-pose labels");
});
