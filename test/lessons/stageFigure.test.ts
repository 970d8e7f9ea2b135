import { describe, expect, it } from "vitest";
import { type JobResult } from "../../lib/experiments/runJobs";
import { stageFigure, stageValues } from "../../lib/lessons/stageFigure";
import { COLOURS } from "../../lib/plots/colours";

/** Results of two seeds whose probes are given; after training every one is 1 higher. */
function results(name: string, probes: readonly number[]): JobResult[] {
  return probes.map((probe) => {
    const stages = (more: number) => [
      { stage: "pooled", probe: probe + more },
      { stage: "fusion", probe: probe / 2 + more },
    ];
    const run = { stagesBefore: stages(0), stagesAfter: stages(1) };
    return { name, config: { labels: "ego-pose" }, run } as unknown as JobResult;
  });
}

const runs = [...results("beforeFrozen", [0.5, 0.7]), ...results("onlyFusion", [0.2, 0.4])];

describe("stageValues(results, name, labels, { stage, measure, when })", () => {
  it("gives one number a seed, before training unless told otherwise", () => {
    const of = { stage: "fusion", measure: "probe" } as const;
    expect(stageValues(runs, "beforeFrozen", "ego-pose", of)).toEqual([0.25, 0.35]); // halves of .5 and .7
    expect(stageValues(runs, "beforeFrozen", "ego-pose", { ...of, when: "after" })).toEqual([1.25, 1.35]);
  });

  it("names the stages there are when asked for another", () => {
    expect(() => stageValues(runs, "onlyFusion", "ego-pose", { stage: "head.9", measure: "probe" })).toThrow(
      "stage: expected one of pooled, fusion, got head.9",
    );
  });
});

describe("stageFigure(results, labels, shown, options)", () => {
  const shown = { beforeFrozen: "old", onlyFusion: "new" };
  const picture = stageFigure(runs, "ego-pose", shown, {
    title: "Readout",
    x: "R²",
    measure: "probe",
    stages: ["pooled", "fusion"],
  });

  it("has a row for each stage and experiment, stage by stage", () => {
    const words = (picture.layout["annotations"] as { text: string }[]).map(({ text }) => text);
    expect(words.slice(0, 4)).toEqual(["pooled, old", "pooled, new", "fusion, old", "fusion, new"]);
  });

  it("colours by experiment, not by row: the base grey, the fix in its colour", () => {
    const dots = picture.data.filter(({ mode }) => mode === "markers");
    const colors = dots.map(({ marker }) => (marker as { color: string }).color);
    expect(colors).toEqual([COLOURS.base, COLOURS.fix, COLOURS.base, COLOURS.fix]);
  });

  it("says the means over seeds in words", () => {
    // (.5 + .7) / 2 = .6, (.2 + .4) / 2 = .3, and halves of both
    expect(picture.summary).toBe(
      "right labels: pooled, old 0.60; pooled, new 0.30; fusion, old 0.30; fusion, new 0.15.",
    );
  });
});
