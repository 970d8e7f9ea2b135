import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { egoPoseLabels } from "../../lib/dataset/egoPoseLabels";
import { openDataset } from "../../lib/dataset/openDataset";
import { type LabelledObject } from "../../lib/dataset/recording";
import { pixelOf } from "../../lib/dataset/pixelBox";
import { onRoad, roadHeight } from "../../lib/display/onRoad";
import { roadSvg, showOnRoad } from "../../lib/display/roadPhotos";
import { type Point } from "../../lib/geometry/trajectory";
import { at } from "../../lib/math/at";

/** 2 m above the world's origin, looking along its x axis: camera x is world −y, camera y is world −z. */
const camera = {
  intrinsics: [
    [500, 0, 320],
    [0, 500, 180],
    [0, 0, 1],
  ],
  fromWorld: {
    rotation: [
      [0, -1, 0],
      [0, 0, -1],
      [1, 0, 0],
    ],
    position: [0, 2, 0],
  },
} as const;

describe("pixelOf(camera, point)", () => {
  it("sees a point of the road 10 m ahead and 3 m to the left at (320 − 500 · 3/10, 180 + 500 · 2/10)", () => {
    expect(pixelOf(camera, [10, 3, 0])).toEqual([170, 280]);
  });

  it("sees no point beside or behind the camera", () => {
    expect(pixelOf(camera, [0.2, 3, 0])).toBeUndefined();
    expect(pixelOf(camera, [-10, 0, 0])).toBeUndefined();
  });
});

describe("onRoad(ego, path, height)", () => {
  it("turns and moves with the car: ahead of one that heads along y is further along y, its left is −x", () => {
    const [point] = onRoad({ x: 100, y: 200, yaw: Math.PI / 2 }, [[10, 3]], 46);
    // ego (10 ahead, 3 left) → world (100 − 3, 200 + 10)
    expect(point).toEqual([expect.closeTo(97, 9), expect.closeTo(210, 9), 46]);
  });
});

describe("roadHeight(objects)", () => {
  const object = (z: number, height: number): LabelledObject => ({
    type: "car",
    centre: [0, 0, z],
    size: [4, 2, height],
    yaw: 0,
  });

  it("is the median of where boxes stand: one that floats does not lift the road", () => {
    // bottoms 47 − 1 = 46, 46.5 − 0.5 = 46, 80 − 1 = 79
    expect(roadHeight([object(47, 2), object(46.5, 1), object(80, 2)])).toBe(46);
  });

  it("refuses a frame without labels", () => {
    expect(() => roadHeight([])).toThrow("road height: expected labelled objects that stand on it, got none");
  });
});

describe("roadSvg(frame, moment, paths, text) of a generated frame", () => {
  const mini = join(resolve(__dirname, "../.."), "data/mini");
  const recordings = openDataset(mini);
  const samples = egoPoseLabels(recordings).filter(({ infrastructureImage }) => infrastructureImage);
  const moment = at(samples, 0);
  const frames = recordings.flatMap(({ frames }) => frames);
  const frame = at(
    frames.filter(({ id }) => id === moment.id),
    0,
  );

  it("draws each photo with the path, in the pixels of the picture's own calibration", async () => {
    const path: Point[] = [
      [8, 0],
      [12, 0],
    ];
    const svg = await roadSvg(frame, moment, [{ name: "ahead", trajectory: path }], "two photos");
    expect(svg.match(/<image href="data:image\/jpeg;base64,/g)).toHaveLength(2);
    const view = frame.camera?.();
    const points = onRoad(moment.origin, path, roadHeight(frame.objects?.() ?? []));
    const expected = points.map((point) => {
      const [u = NaN, v = NaN] = (view && pixelOf(view, point)) ?? [];
      return `${(2 * u).toFixed(1)},${(2 * v).toFixed(1)}`; // 320 pixels drawn 640 wide
    });
    expect(svg).toContain(`d="M${expected.join("L")}"`);
    expect(svg).toContain('aria-label="two photos"');
  });

  it("shows the road below the horizon: nearer points lie lower, straight ahead near the middle", () => {
    const view = frame.camera?.();
    const points = onRoad(moment.origin, [[8, 0], [16, 0]], roadHeight(frame.objects?.() ?? [])); // prettier-ignore
    const [near, far] = points.map((point) => (view ? pixelOf(view, point) : undefined));
    expect(near?.[1]).toBeGreaterThan(far?.[1] ?? NaN);
    expect(far?.[1]).toBeGreaterThan(90); // half of 180
    expect(Math.abs((far?.[0] ?? NaN) - 160)).toBeLessThan(16);
  });

  it("says that a path is outside a photo, and nothing where none is drawn", async () => {
    const behind = await roadSvg(frame, moment, [{ name: "behind", trajectory: [[-9, 0]] }], "");
    expect(behind).toContain("the car's own camera (the path is outside it)".replace("'", "&#39;"));
    expect(await roadSvg(frame, moment, [], "")).not.toContain("outside");
  });

  it("refuses a moment of another data set, and a frame without a roadside picture", async () => {
    await expect(showOnRoad(recordings, { ...moment, id: "nowhere" }, [], "")).rejects.toThrow(
      `photos: expected a frame with the moment's id, got none with "nowhere"`,
    );
    const alone = at(
      frames.filter(({ infrastructure }) => infrastructure === undefined),
      0,
    );
    await expect(roadSvg(alone, moment, [], "")).rejects.toThrow(
      /expected both pictures, calibration and labels/,
    );
  });
});
