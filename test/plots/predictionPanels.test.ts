import { describe, expect, it } from "vitest";
import { predictionPanels } from "../../lib/plots/predictionPanels";

const chart = predictionPanels({
  title: "Prediction against target",
  coordinate: "x at 4.5 s",
  limits: [-10, 50],
  panels: [
    { name: "right", color: "#0072B2", predicted: [0, 20, 40], target: [1, 21, 39] },
    { name: "wrong", color: "#D55E00", predicted: [5, 5, NaN], target: [-900, 20, 30] },
  ],
  summary: "Two runs.",
});

describe("predictionPanels", () => {
  it("gives each run a panel with its own diagonal, target across and prediction up", () => {
    expect(chart.data.map(({ xaxis, yaxis }) => [xaxis, yaxis])).toEqual([
      ["x", "y"],
      ["x", "y"],
      ["x2", "y2"],
      ["x2", "y2"],
    ]);
    expect(chart.data[2]).toMatchObject({ mode: "lines", x: [-10, 50], y: [-10, 50] });
    expect(chart.data[1]).toMatchObject({ name: "right", x: [1, 21, 39], y: [0, 20, 40] });
  });

  it("shares the width: two panels of 0.475 with a gap of 0.05, equal scales in each, none beyond its limits", () => {
    // else Plotly would show more of the longer side, and points that a panel's name counts as outside
    expect(chart.layout["xaxis"]).toMatchObject({ constrain: "domain" });
    expect(chart.layout["xaxis"]).toMatchObject({ domain: [0, 0.475], range: [-10, 50] });
    expect(chart.layout["xaxis2"]).toMatchObject({ domain: [0.525, 1], anchor: "y2" });
    expect(chart.layout["yaxis2"]).toMatchObject({ scaleanchor: "x2", range: [-10, 50] });
  });

  it("centres each run's name over its panel, at 0.2375 and 0.7625 of the width", () => {
    expect(chart.layout["annotations"]).toMatchObject([
      { x: 0.2375, xanchor: "center" },
      { x: 0.7625, xanchor: "center" },
      {},
    ]);
  });

  it("counts above a panel the points that it leaves out, and those that are no number", () => {
    // target −900 lies left of −10; the prediction NaN lies nowhere
    const texts = (chart.layout["annotations"] as { text: string }[]).map(({ text }) => text);
    expect(texts).toEqual(["right", "wrong<br>(2 outside)", "target x at 4.5 s (m)"]);
  });
});
