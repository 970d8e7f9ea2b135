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
      ["mean trajectory 8", [8, 8], [-0.58, 1.58]],
      ["before, each seed", [1, 3], [0, 0]],
      ["before, mean", [2, 2], [-0.2, 0.2]],
      ["after, each seed", [5], [1]],
      ["after, mean", [5, 5], [0.8, 1.2]],
    ]);
    expect(layout["yaxis"]).toMatchObject({ range: [1.58, -0.58] });
  });

  it("writes each row's name above its dots and the mean at its bar", () => {
    const words = layout["annotations"] as { text: string; x: number; y: number }[];
    expect(words.map(({ text, x, y }) => [text, x, y])).toEqual([
      ["before", 0, -0.34],
      ["after", 0, expect.closeTo(0.66)],
      ["mean 2", 2, 0.3],
      ["mean 5", 5, 1.3],
    ]);
  });

  it("draws dead seeds as crosses and no mean of dead and living, only how many are dead", () => {
    const groups = [{ name: "g", values: [2, 10, 12], dead: [false, true, true] }];
    const picture = seedDots({ title: "t", x: "x", groups, summary: "s" });
    expect(picture.data.map(({ name, x }) => [name, x])).toEqual([
      ["g, each seed", [2]],
      ["g, dead", [10, 12]],
    ]);
    // below the dead ones: (10 + 12) / 2
    expect(picture.layout["annotations"]).toMatchObject([{ text: "g" }, { text: "2 of 3 dead", x: 11 }]);
  });

  it("shows a part of the axis closer in a second panel, without what lies outside", () => {
    const groups = [{ name: "g", values: [4, 6, 30] }];
    const picture = seedDots({
      ...{ title: "t", x: "x", groups, summary: "s", zoom: [3, 7] as const },
      baselines: { near: 5, far: 40 },
    });
    const closer = picture.data.filter(({ xaxis }) => xaxis === "x2");
    expect(closer.map(({ name, x }) => [name, x])).toEqual([
      ["near 5", [5, 5]],
      ["g, each seed", [4, 6]],
      ["g, mean", [40 / 3, 40 / 3]],
    ]);
    expect(picture.layout).toMatchObject({ xaxis2: { range: [3, 7] }, shapes: [{ x0: 3, x1: 7 }] });
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

  it("ends the band of a shorter group where its runs end", () => {
    const groups = [
      { name: "short", runs: [[2], [4]] },
      {
        name: "long",
        runs: [
          [1, 1],
          [3, 3],
        ],
      },
    ];
    const { data } = seedCurves({ title: "t", x: "epoch", y: "loss", groups, summary: "s" });
    expect(at(data, 0)).toMatchObject({ x: [1, 1], y: [4, 2] }); // up at epoch 1, down at epoch 1
  });

  it("draws the seeds and no mean where it is told to, with one entry in the legend", () => {
    const groups = [{ name: "a", runs: [[2, 4], [4]], each: true }];
    const { data } = seedCurves({ title: "t", x: "epoch", y: "loss", groups, summary: "s" });
    expect(data.map(({ x, y, showlegend }) => [x, y, showlegend])).toEqual([
      [[1, 2], [2, 4], undefined],
      [[1], [4], false],
    ]);
  });
});
