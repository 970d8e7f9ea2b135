import { describe, expect, it } from "vitest";
import { at } from "../../lib/math/at";
import { seedCurves } from "../../lib/plots/seedCurves";
import { seedDots } from "../../lib/plots/seedDots";

describe("seedDots(options)", () => {
  const { data, layout } = seedDots({
    title: "t",
    x: "error (m)",
    groups: [
      { name: "before", values: [1, 3] },
      { name: "after", values: [NaN, 5] },
    ],
    baselines: { "mean trajectory": 8 },
    summary: "s",
  });

  it("draws a dot for each finite seed and a bar at their mean, rows from the top", () => {
    expect(data.map(({ name, x, y }) => [name, x, y])).toEqual([
      ["mean trajectory 8", [8, 8], [-0.6, 1.6]],
      ["before, each seed", [1, 3], [0, 0]],
      ["before, mean", [2, 2], [-0.25, 0.25]],
      ["after, each seed", [5], [1]],
      ["after, mean", [5, 5], [0.75, 1.25]],
    ]);
    expect(layout["yaxis"]).toMatchObject({ range: [1.6, -0.6], ticktext: ["before", "after"] });
  });

  it("writes the mean right of the last dot", () => {
    expect(data.map(({ text }) => text)).toEqual([
      undefined,
      ["", " mean 2"],
      undefined,
      [" mean 5"],
      undefined,
    ]);
  });

  it("leaves the row of a configuration that always diverged empty", () => {
    const groups = [{ name: "diverged", values: [NaN, Infinity] }];
    expect(seedDots({ title: "t", x: "x", groups, summary: "s" }).data).toEqual([]);
  });
});

describe("seedCurves(options)", () => {
  it("draws mean and range over seeds, and baselines from first to last x", () => {
    const groups = [{ name: "a", runs: [[2, 4], [4]] }]; // the second seed ended after one epoch
    const { data } = seedCurves({
      ...{ title: "t", x: "epoch", y: "loss", groups, summary: "s" },
      baselines: { constant: 7 },
    });
    expect(at(data, 0)).toMatchObject({ x: [1, 2, 2, 1], y: [4, 4, 4, 2] }); // high, then low backwards
    expect(at(data, 1)).toMatchObject({ name: "a", x: [1, 2], y: [3, 4] });
    expect(at(data, 2)).toMatchObject({ name: "constant", x: [1, 2], y: [7, 7] });
  });
});
