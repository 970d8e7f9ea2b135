import { describe, expect, it } from "vitest";
import { collapsePlane } from "../../lib/plots/collapsePlane";

const plane = collapsePlane({
  title: "A plane",
  runs: [
    { name: "healthy", color: "#0072B2", spreadRatios: [1, 0.9], rs: [0.95, 0.97] },
    { name: "far out", color: "#D55E00", spreadRatios: [7, NaN, 0.2], rs: [0.5, 0.4, -0.9] },
  ],
  summary: "Two runs.",
});

describe("collapsePlane", () => {
  it("draws the line of slope one, then a mark for each seed: spread ratio across, r up", () => {
    expect(plane.data[0]).toMatchObject({ x: [0, 1], y: [0, 1] });
    expect(plane.data[1]).toMatchObject({ name: "healthy", x: [1, 0.9], y: [0.95, 0.97] });
  });

  it("puts marks outside on the edge and leaves out what has no ratio", () => {
    // 7 is cut to 1.3, r −0.9 to −0.3
    expect(plane.data[2]).toMatchObject({ x: [1.3, 0.2], y: [0.5, -0.3] });
  });

  it("has equal scales, so that slope one is the diagonal", () => {
    expect(plane.layout["yaxis"]).toMatchObject({ scaleanchor: "x", scaleratio: 1 });
  });

  it("says in the plane what each corner means and names the runs at their marks, not in a legend", () => {
    const texts = (plane.layout["annotations"] as { text: string }[]).map(({ text }) => text);
    const corners = ["<i>too small</i>", "<i>as it should be</i>", "<i>knows little</i>"];
    expect(texts).toEqual([...corners, "slope 1: as wide as it knows", "healthy", "far out"]);
    expect(plane.layout["showlegend"]).toBe(false);
  });

  it("names nothing where no seed has a place", () => {
    const empty = collapsePlane({
      ...{ title: "A plane", summary: "One dead run." },
      runs: [{ name: "dead", color: "#000000", spreadRatios: [0], rs: [NaN] }],
    });
    expect(empty.data[1]).toMatchObject({ x: [], y: [] });
    expect(empty.layout["annotations"]).toContainEqual({ text: "", showarrow: false, x: 0, y: 0 });
  });
});
