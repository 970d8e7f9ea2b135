import { describe, expect, it } from "vitest";
import { firstCarLabels, firstCarPath } from "../../lib/dataset/firstCarLabels";
import { type Frame, type LabelledObject, type Recording } from "../../lib/dataset/recording";
import { IDENTITY } from "../../lib/geometry/rotation";

const car = (x: number, y: number, type = "car"): LabelledObject => ({
  type,
  centre: [x, y, 0],
  size: [4, 2, 1.5],
  yaw: 0,
});

function recording(
  id: string,
  frames: readonly (readonly [id: string, objects?: readonly LabelledObject[]])[],
): Recording {
  return {
    id,
    frames: frames.map(([frameId, objects], i): Frame => ({
      id: frameId,
      seconds: i / 10,
      egoPose: () => ({ position: [0, 0, 0], rotation: IDENTITY }),
      ...(objects === undefined ? {} : { objects: () => objects }),
    })),
  };
}

describe("firstCarLabels", () => {
  it("firstCarPath takes the first car of each labelled frame, sorted by id across recordings", () => {
    const path = firstCarPath([
      recording("b", [["2", [car(5, 5, "cyclist"), car(1, 0), car(9, 9)]], ["4", []], ["6"]]),
      recording("a", [
        ["1", [car(100, 0)]],
        ["3", [car(9, 9), car(1, 0)]],
      ]),
    ]);
    expect(path.map(({ frame, recording: r, point }) => [frame.id, r, point])).toEqual([
      ["1", "a", [100, 0]],
      ["2", "b", [1, 0]],
      ["3", "a", [9, 9]],
    ]);
  });

  it("turns the next 45 entries by the first displacement, gluing recordings: a jump of 3 km is kept", () => {
    const drive = (id: string, offset: number): Recording =>
      recording(
        id,
        Array.from(
          { length: 24 },
          (_, i) => [`${id}${String(i).padStart(2, "0")}`, [car(offset, i)]] as const,
        ),
      );
    const [sample, ...others] = firstCarLabels([drive("a", 0), drive("b", 3000)]);
    expect(others).toHaveLength(2); // 48 entries, 45 ahead of the first three
    // heading +y: forward is y, left is −x; entry 24 is recording b at (3000, 0)
    expect(sample?.target[0]).toEqual([expect.closeTo(1, 9), expect.closeTo(0, 9)]);
    expect(sample?.target[23]).toEqual([expect.closeTo(0, 9), expect.closeTo(-3000, 9)]);
    expect(others[1]?.past).toHaveLength(2);
  });

  it("gives nothing when fewer than 46 frames have a car", () => {
    expect(firstCarLabels([recording("a", [["1", [car(0, 0)]]])])).toEqual([]);
  });
});
