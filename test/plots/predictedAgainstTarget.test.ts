import { describe, expect, it } from "vitest";
import { predictedAgainstTarget } from "../../lib/plots/predictedAgainstTarget";

const chart = predictedAgainstTarget({
  title: "Prediction against target",
  coordinate: "x at 4.5 s",
  limits: [-10, 50],
  groups: [
    { name: "right", predicted: [0, 20, 40], target: [1, 21, 39] },
    { name: "wrong", predicted: [5, 5, NaN], target: [-900, 20, 30] },
  ],
  summary: "Two runs.",
});

describe("predictedAgainstTarget", () => {
  it("draws a square a group, each with its diagonal: target across and prediction up", () => {
    expect(chart.data.map(({ name, x, y, xaxis }) => [name, x, y, xaxis])).toEqual([
      ["perfect", [-10, 50], [-10, 50], "x"],
      ["right", [1, 21, 39], [0, 20, 40], "x"],
      ["perfect", [-10, 50], [-10, 50], "x2"],
      ["wrong", [-900, 20, 30], [5, 5, NaN], "x2"],
    ]);
    const axis = { range: [-10, 50], scaleanchor: "y", title: { text: "target x at 4.5 s (m)" } };
    expect(chart.layout).toMatchObject({ xaxis: axis, xaxis2: axis });
  });

  it("counts in a square's name the points that it leaves out, and those that are no number", () => {
    // target −900 lies left of −10; the prediction NaN lies nowhere
    expect(chart.layout["annotations"]).toMatchObject([
      { text: "right" },
      { text: "wrong<br>2 of 3 outside" },
    ]);
  });

  it("breaks a name that is longer than its square is wide", () => {
    const groups = [{ name: "small steps, right labels", predicted: [1], target: [1] }];
    const { layout } = predictedAgainstTarget({
      title: "",
      coordinate: "x",
      limits: [0, 2],
      groups,
      summary: "",
    });
    expect(layout["annotations"]).toMatchObject([{ text: "small steps,<br>right labels" }]);
  });
});
