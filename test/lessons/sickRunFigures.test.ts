import { describe, expect, it } from "vitest";
import { INCIDENT } from "../../lib/lessons/incident";
import { debugLineFigure, logFigure } from "../../lib/lessons/sickRunFigures";

describe("logFigure", () => {
  it("draws the four losses and two errors of the document over their epochs, from zero up", () => {
    const { data, layout } = logFigure();
    expect(data.map(({ x, y }) => [x, y])).toEqual([
      [
        [1, 2, 3, 7],
        [66.77, 66.32, 66.27, 66.19],
      ],
      [
        [1, 7],
        [67.49, 67.36],
      ],
    ]);
    expect(layout["yaxis"]).toMatchObject({ range: [0, 75] });
  });
});

describe("debugLineFigure", () => {
  it("puts the target 60 m behind the car, which stands at the origin", () => {
    const { data, summary } = debugLineFigure();
    const [left, forward] = [INCIDENT.debug.target[1], INCIDENT.debug.target[0]];
    expect(data.at(-1)).toMatchObject({ name: "this car", x: [0], y: [0] });
    expect(data[0]).toMatchObject({ name: "target", x: [left], y: [forward] });
    expect(summary).toBe("The target lies 59.74 m behind the car.");
  });
});
