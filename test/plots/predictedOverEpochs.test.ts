import { describe, expect, it } from "vitest";
import { predictedOverEpochs } from "../../lib/plots/predictedOverEpochs";

const run = (name: string) => ({
  name,
  color: "#0072B2",
  target: [0, 10, 900],
  limits: [-5, 40] as const,
  moments: [
    { title: "before", predicted: [0, 0, 0] },
    { title: "epoch 7", predicted: [1, 9, NaN] },
  ],
});
const chart = predictedOverEpochs({
  title: "Two runs",
  coordinate: "x at 4.5 s",
  runs: [run("wrong"), run("right")],
  summary: "One learns.",
});

describe("predictedOverEpochs", () => {
  it("has a panel for each run and moment: its diagonal, then its points on axes of its own", () => {
    expect(chart.data.map(({ xaxis }) => xaxis)).toEqual(["x", "x", "x2", "x2", "x3", "x3", "x4", "x4"]);
    expect(chart.data[3]).toMatchObject({ name: "wrong, epoch 7", mode: "markers", yaxis: "y2" });
    expect(chart.layout["yaxis4"]).toMatchObject({ anchor: "x4", range: [-5, 40] });
  });

  it("puts targets across and predictions up; what lies outside lies at the edge, what is no number nowhere", () => {
    // a target at 900 m stands at the limit of 40 m
    expect(chart.data[3]).toMatchObject({ x: [0, 10, 40], y: [1, 9, NaN] });
  });

  it("numbers a panel at 0 and half its limit, 20 of 40, and names it over its middle", () => {
    expect(chart.layout["xaxis"]).toMatchObject({ tickvals: [0, 20] });
    expect(chart.layout["annotations"]).toContainEqual(
      expect.objectContaining({ text: "epoch 7", xanchor: "center" }),
    );
  });

  it("lays rows from top to bottom and moments from left to right, none over another", () => {
    const domain = (axis: string): number[] => (chart.layout[axis] as { domain: number[] }).domain;
    const [left, right] = [domain("xaxis"), domain("xaxis2")];
    expect(left[0]).toBe(0);
    expect(left[1]).toBeLessThan(right[0] ?? 0);
    expect(right[1]).toBeCloseTo(1, 9);
    // the first row is the upper one
    expect(domain("yaxis3")[1]).toBeLessThan(domain("yaxis")[0] ?? 0);
  });
});
