import { describe, expect, it } from "vitest";
import { histogram } from "../../lib/plots/histogram";
import { labelledPath } from "../../lib/plots/labelledPath";
import { spreadPerStep } from "../../lib/plots/spreadPerStep";
import { trajectories } from "../../lib/plots/trajectories";
import { type Frame } from "../../lib/dataset/recording";
import { IDENTITY } from "../../lib/geometry/rotation";

const frame: Frame = { id: "1", seconds: 0, egoPose: () => ({ position: [0, 0, 0], rotation: IDENTITY }) };

describe("figures of an audit", () => {
  it("histogram counts every value once, the largest in the last bar", () => {
    const { data } = histogram({ title: "t", x: "s", values: [0, 0.1, 0.9, 1], bars: 2, summary: "" });
    expect(data[0]).toMatchObject({ x: [0.25, 0.75], y: [2, 2], width: 0.5 });
  });

  it("trajectories draws left to the left (axis reversed) and forward up, pen lifted in between", () => {
    const targets = [[[1, 5]], [[2, -5]]] as const;
    const { data, layout } = trajectories({ title: "t", targets, summary: "two" });
    expect(data[0]).toMatchObject({ x: [0, 5, null, 0, -5, null], y: [0, 1, null, 0, 2, null] });
    expect(layout["xaxis"]).toMatchObject({ autorange: "reversed" });
  });

  it("spreadPerStep of ±1 and ±3 m is 1 and 3 m", () => {
    const targets = [[[1, 0], [3, 2]], [[-1, 0], [-3, -2]]] as const; // prettier-ignore
    const { data, summary } = spreadPerStep("t", targets);
    expect(data.map((trace) => trace["y"])).toEqual([[1, 3], [0, 2]]); // prettier-ignore
    expect(summary).toBe("std grows from (1.0, 0.0) m at the first step to (3.0, 2.0) m at the last");
  });

  it("labelledPath keeps recordings apart", () => {
    const { data, summary } = labelledPath("t", [
      [{ frame, recording: "a", point: [1, 2] }],
      [{ frame, recording: "b", point: [3, 4] }],
    ]);
    expect(data[0]).toMatchObject({ x: [1, null, 3, null], y: [2, null, 4, null] });
    expect(summary).toBe("2 separate paths through 2 places");
  });
});
