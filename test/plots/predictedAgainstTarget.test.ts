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
  it("draws the diagonal first, then target across and prediction up", () => {
    expect(chart.data[0]).toMatchObject({ mode: "lines", x: [-10, 50], y: [-10, 50] });
    expect(chart.data[1]).toMatchObject({ name: "right", x: [1, 21, 39], y: [0, 20, 40] });
    expect(chart.layout["xaxis"]).toMatchObject({
      title: { text: "target x at 4.5 s (m)" },
      range: [-10, 50],
    });
  });

  it("counts in the legend the points that the axes leave out, and those that are no number", () => {
    // target −900 lies left of −10; the prediction NaN lies nowhere
    expect(chart.data[2]).toMatchObject({ name: "wrong (2 of 3 outside)" });
  });
});
