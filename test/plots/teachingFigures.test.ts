import { describe, expect, it } from "vitest";
import { lineChart } from "../../lib/plots/lineChart";
import { rangeBars } from "../../lib/plots/rangeBars";
import { topView } from "../../lib/plots/topView";

const text = { title: "T", summary: "S" };

describe("lineChart(options)", () => {
  it("draws a pale band along the high side and back along the low one, below its line", () => {
    const { data } = lineChart({
      ...text,
      x: "epoch",
      y: "loss",
      lines: [{ name: "a", x: [1, 2], y: [5, 4], low: [4, 3], high: [6, 5], color: "#0072B2" }],
    });
    expect(data).toEqual([
      expect.objectContaining({ x: [1, 2, 2, 1], y: [6, 5, 3, 4], fill: "toself", fillcolor: "#0072B233" }),
      expect.objectContaining({ name: "a", mode: "lines", x: [1, 2], y: [5, 4] }),
    ]);
  });

  it("lifts the band's pen over a gap", () => {
    const x = [1, 2, 3, 4, 5];
    const line = { name: "a", x, y: x, low: [1, 1, NaN, 1, 1], high: [2, 2, NaN, 2, 2] };
    const [trace] = lineChart({ ...text, x: "", y: "", lines: [line] }).data;
    expect(trace?.["x"]).toEqual([1, 2, 2, 1, null, 4, 5, 5, 4]);
  });

  it("numbers only powers of ten on a logarithmic axis that shows two of them", () => {
    const axisOver = (y: readonly number[]): unknown => {
      const lines = [{ name: "a", x: y.map((_, i) => i), y }];
      return lineChart({ ...text, x: "", y: "", lines, layout: { yaxis: { type: "log" } } }).layout["yaxis"];
    };
    expect(axisOver([0.01, 0, 1])).toMatchObject({ dtick: 1 }); // 0 has no place on it
    expect(axisOver([0.0114, 0.906])).toMatchObject({ dtick: 1 }); // it goes on to .0092 and 1.13
    expect(axisOver([0.011, 0.8])).toMatchObject({ dtick: 1 }); // to .0089 and .99: .01 and .1
    expect(axisOver([0.013, 0.8])).not.toHaveProperty("dtick"); // from .0106: .1 alone
    expect(axisOver([])).not.toHaveProperty("dtick");
  });

  it("keeps at most 300 points of a line, the ends among them", () => {
    const x = Array.from({ length: 1000 }, (_, i) => i);
    const [trace] = lineChart({ ...text, x: "", y: "", lines: [{ name: "a", x, y: x }] }).data;
    const kept = trace?.["x"] as number[];
    expect(kept).toHaveLength(300);
    expect([kept[0], kept.at(-1)]).toEqual([0, 999]);
  });
});

describe("topView(options)", () => {
  const paths = [{ name: "p", points: [[10, 2] as const, [20, 3] as const] }];

  it("turns the ego frame so that forward is up and left is left", () => {
    const { data, layout } = topView({ ...text, frame: "ego", paths });
    expect(data[0]).toMatchObject({ x: [2, 3], y: [10, 20] });
    expect(data[1]).toMatchObject({ name: "this car", x: [0], y: [0] });
    expect(layout["xaxis"]).toMatchObject({ autorange: "reversed" });
    expect(layout["yaxis"]).toMatchObject({ scaleanchor: "x" });
  });

  it("leaves the world as a map and says when an axis is stretched", () => {
    const { data, layout } = topView({ ...text, frame: "world", equalScale: false, paths });
    expect(data).toMatchObject([{ x: [10, 20], y: [2, 3] }]); // no car: it drives along the path
    expect(layout["xaxis"]).toMatchObject({ title: { text: "east (m), stretched" } });
    expect(layout["yaxis"]).not.toHaveProperty("scaleanchor");
  });
});

describe("rangeBars(options)", () => {
  it("writes both ends of an interval and one of a point, with room for them", () => {
    const { data, layout } = rangeBars({
      ...text,
      x: "m",
      bars: [
        { name: "target", low: -137, high: 54 },
        { name: "stated", low: 67.49, high: 67.49 },
      ],
    });
    expect(data).toMatchObject([
      { name: "target", x: [-137, 54], y: [0, 0], text: ["-137", "54"] },
      { name: "stated", x: [67.49], y: [1], text: ["67.5"] },
    ]);
    // 18 % of 67.49 − (−137) = 204.49 on both sides: 36.81
    const [low, high] = (layout["xaxis"] as { range: number[] }).range;
    expect([low, high]).toEqual([expect.closeTo(-173.81, 2), expect.closeTo(104.3, 2)]);
  });

  it("writes a middle below its bar: the row's name stands above it", () => {
    const bars = [{ name: "1 fusion", low: -1.72, high: -1.39, middle: -1.55 }];
    const { data, layout } = rangeBars({ ...text, x: "m", bars });
    expect(data[1]).toMatchObject({ mode: "markers", x: [-1.55] });
    // at 60 pixels a row 0.3 is 18 below the mark, whose stroke reaches 9: the number is not struck through
    expect(layout["annotations"]).toContainEqual(
      expect.objectContaining({ text: "-1.55", x: -1.55, y: 0.3, yanchor: "middle" }),
    );
  });
});
