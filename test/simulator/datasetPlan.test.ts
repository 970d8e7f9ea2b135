import { describe, expect, it } from "vitest";
import { planDataset, planExtent } from "../../lib/simulator/datasetPlan";
import { extentOf, type DatasetExtent, type DatasetSize } from "../../lib/simulator/datasetSize";
import { intersectionOf } from "../../lib/simulator/intersection";
import { at } from "../../lib/math/at";

/** Share of the incident's windows, 45 places along all pairs sorted by id, that reach another crossing. */
function glued(size: DatasetSize): number {
  const places = planDataset(size, 1)
    .flatMap(({ pairs, vehicleFrames, intersection }) =>
      pairs.map(({ vehicle }) => ({ id: at(vehicleFrames, vehicle).id, intersection })),
    )
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const windows = places.slice(0, -45);
  const leaps = windows.filter(({ intersection }, i) =>
    places.slice(i + 1, i + 46).some((place) => place.intersection !== intersection),
  );
  return leaps.length / windows.length;
}

describe("planDataset(size, seed)", () => {
  it("lets the incident's windows leap to another crossing 45 times for each border between crossings", () => {
    expect(glued("small")).toBeCloseTo((3 * 45) / (2496 - 45), 9); // 5.5 %
    expect(glued("incident")).toBeCloseTo((7 * 45) / (6617 - 45), 9); // 4.8 %
  });

  it("sends as many egos to the left as straight on and to the right", () => {
    const ways = planDataset("small", 5).map(({ ego }) => ego.manoeuvre);
    for (const way of ["left", "straight", "right"])
      expect(ways.filter((one) => one === way)).toHaveLength(32);
  });

  it("has a turn in the smallest set there can be", () => {
    const two = planExtent({ ...extentOf("mini"), intersections: 1, recordingsEach: 2 }, 1);
    expect(two.map(({ ego }) => ego.manoeuvre).sort()).toEqual(["left", "straight"]);
  });

  it("spreads approaches and lights evenly: one in each 96th", () => {
    const egos = planDataset("small", 5).map(({ ego }) => ego);
    const places = (share: (ego: (typeof egos)[number]) => number): number[] =>
      egos.map((ego) => Math.floor(96 * share(ego))).sort((a, b) => a - b);
    expect(places(({ approach }) => approach)).toEqual([...egos.keys()]);
    expect(places(({ light }) => light)).toEqual([...egos.keys()]);
  });

  it("puts neighbouring crossings about a kilometre apart", () => {
    const [a, b, c] = [0, 1, 2].map((index) => intersectionOf(1, index));
    for (const other of [b, c]) {
      // 900 m, each end moved by up to 75 m along either axis
      const apart = Math.hypot((other?.x ?? 0) - (a?.x ?? 0), (other?.y ?? 0) - (a?.y ?? 0));
      expect(apart).toBeGreaterThan(750);
      expect(apart).toBeLessThan(1065); // √(1050² + 150²) = 1061
    }
  });
});

describe("planExtent(extent)", () => {
  const small = extentOf("small");
  it.each<[string, Partial<DatasetExtent>, RegExp]>([
    ["no crossing", { intersections: 0 }, /size: expected 1 crossings or more, got 0/],
    ["one recording", { intersections: 1, recordingsEach: 1 }, /size: expected 2 recordings or more, got 1;/],
    ["half a recording", { recordingsEach: 0.1 }, /recordings or more, got 0.4/],
    ["fewer pairs than recordings", { pairs: 95 }, /size: expected 96 pairs or more, got 95/],
    [
      "a recording that ends before it starts",
      { seconds: [9, 8] },
      /a shortest and a longest recording, got 9 and 8/,
    ],
    ["recordings without a future", { seconds: [4, 4] }, /plan: expected 26 frames with a future, got 0/],
  ])("refuses %s", (_, change, message) => {
    expect(() => planExtent({ ...small, ...change }, 1)).toThrow(message);
  });
});
