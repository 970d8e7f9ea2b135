import { describe, expect, it } from "vitest";
import { type Trajectory } from "../../lib/geometry/trajectory";
import { trajectoryPanels } from "../../lib/plots/trajectoryPanels";

/** Forward 1 m and left 2 m a row. */
const slanted: Trajectory = Array.from({ length: 45 }, (_, j) => [j + 1, 2 * (j + 1)] as const);

const figure = trajectoryPanels({
  title: "Futures",
  panels: [
    { name: "right", targets: [slanted], color: "#0072B2" },
    { name: "wrong", targets: Array.from({ length: 7 }, () => slanted), color: "#D55E00" },
  ],
  reach: 50,
  summary: "two panels",
  most: 3,
});

describe("trajectoryPanels", () => {
  it("draws left of the car on the left and forward upwards, from the car at (0, 0)", () => {
    const [right] = figure.data;
    // every fourth row from the first: (1, 2), (5, 10), (9, 18) …
    expect((right?.["x"] as number[]).slice(0, 3)).toEqual([0, 2, 10]);
    expect((right?.["y"] as number[]).slice(0, 3)).toEqual([0, 1, 5]);
    expect(figure.layout["xaxis"]).toMatchObject({ range: [50, -50] }); // reversed: y to the left
  });

  it("has all panels on one scale, beside each other, each with its name and colour", () => {
    const { xaxis, xaxis2, yaxis, annotations } = figure.layout as Record<string, Record<string, unknown>>;
    expect([xaxis?.["scaleanchor"], xaxis2?.["scaleanchor"]]).toEqual(["y", "y"]);
    expect([xaxis2?.["range"], yaxis?.["range"]]).toEqual([[50, -50], [-50, 50]]); // prettier-ignore
    const [, end] = xaxis?.["domain"] as [number, number];
    const [start, last] = xaxis2?.["domain"] as [number, number];
    expect(start - end).toBeCloseTo(0.06, 9);
    expect(last).toBeCloseTo(1, 9);
    expect((annotations as unknown as { text: string }[]).map(({ text }) => text)).toEqual([
      "right",
      "wrong",
    ]);
    expect(figure.data.map(({ xaxis: axis }) => axis)).toEqual(["x", "x2"]);
  });

  it("draws at most so many of a panel, evenly chosen", () => {
    // of 7 every third: 0, 3 and 6, with a lifted pen after each
    const pens = (figure.data[1]?.["x"] as (number | null)[]).filter((value) => value === null);
    expect(pens).toHaveLength(3);
  });
});
