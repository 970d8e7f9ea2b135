import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type DatasetError } from "../../lib/dataset/datasetError";
import { readDairV2x } from "../../lib/dataset/dairV2x";
import { egoPoseLabels } from "../../lib/dataset/egoPoseLabels";
import { datasetKind, openDataset } from "../../lib/dataset/openDataset";
import { type Frame, type Recording } from "../../lib/dataset/recording";
import { readSeqSpd } from "../../lib/dataset/seqSpd";
import { transform } from "../../lib/geometry/pose";
import { rotate } from "../../lib/geometry/rotation";
import { carAt, miniTree, writeTree, type MiniTreeOptions, type Tree } from "./miniTree";

let root = "";
beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), "tree-")), "a folder with spaces");
});
afterEach(() => rmSync(dirname(root), { recursive: true }));

const READERS = { "dair-v2x-c": readDairV2x, "v2x-seq-spd": readSeqSpd } as const;
const LAYOUTS = ["dair-v2x-c", "v2x-seq-spd"] as const;

/** Writes a mini tree after `edit` and reads it back. */
function read(options: MiniTreeOptions, edit: (tree: Tree) => void = () => undefined): Recording[] {
  const tree = miniTree(options);
  edit(tree);
  writeTree(root, tree);
  return READERS[options.layout](root);
}

/** Replaces text in one file of the tree. */
function replace(tree: Tree, path: string, from: string | RegExp, to: string): void {
  const before = tree.get(path) ?? "";
  const after = before.replace(from, to);
  if (before === after) throw new Error(`nothing to replace in ${path}`);
  tree.set(path, after);
}

function frameAt(recordings: readonly Recording[], i: number): Frame {
  const frame = recordings[0]?.frames[i];
  if (frame === undefined) throw new Error(`no frame ${i}`);
  return frame;
}

const LIST = "vehicle-side/data_info.json";
const LIDAR = "vehicle-side/calib/lidar_to_novatel/all.json";
/** A turn about z by so many degrees. */
function turned(degrees: number): number[][] {
  const [c, s] = [Math.cos((Math.PI * degrees) / 180), Math.sin((Math.PI * degrees) / 180)];
  return [
    [c, -s, 0],
    [s, c, 0],
    [0, 0, 1],
  ];
}
const POSE = "vehicle-side/calib/novatel_to_world/000003.json";

describe.each(LAYOUTS)("reader of %s", (layout) => {
  it("gives recordings and frames in time order with ids, poses and pairs", () => {
    const recordings = read({ layout, recordings: 2 });
    expect(datasetKind(root)).toBe(layout);
    expect(openDataset(root).map(({ frames }) => frames.length)).toEqual([24, 24]);
    expect(recordings.map(({ frames }) => frames[0]?.id)).toEqual(["000000", "001000"]);
    const frame = frameAt(recordings, 4);
    expect(frame.seconds).toBeCloseTo(1_626_155_000.8, 6); // the point cloud's time: the pose goes with it
    expect((frame.imageSeconds ?? NaN) - frame.seconds).toBeCloseTo(
      layout === "dair-v2x-c" ? 0.047 : 0.08,
      6,
    );
    expect(frame.infrastructure?.id).toBe("500004"); // its own numbering, through the pair only
    expect(frame.infrastructure?.systemErrorOffset).toEqual([0.5, 0]);
    const { position } = frame.egoPose();
    expect(position).toEqual([expect.closeTo(carAt(0, 0.8).x, 9), expect.closeTo(carAt(0, 0.8).y, 9), 20.5]);
  });

  it("labels the arc it was written from: row j is 40 m · (sin, 1 − cos) of the angle driven", () => {
    const samples = egoPoseLabels(read({ layout, framesPerRecording: 50, stepSeconds: 0.1 }));
    expect(samples).toHaveLength(5); // frames 0…4 have 45 steps ahead
    samples[2]?.target.forEach(([x, y], j) => {
      const angle = (8 / 40) * 0.1 * (j + 1);
      expect(x).toBeCloseTo(40 * Math.sin(angle), 6);
      expect(y).toBeCloseTo(40 * (1 - Math.cos(angle)), 6);
    });
    expect(samples[2]?.past).toHaveLength(2);
    expect(samples[0]?.past).toHaveLength(0);
  });

  it("puts labelled objects into the world, lower case, numbers written as strings included", () => {
    const [object] = frameAt(read({ layout }), 1).objects?.() ?? [];
    const { x, y, yaw } = carAt(0, 0.2);
    const [dx, dy] = rotate([[Math.cos(yaw), -Math.sin(yaw), 0], [Math.sin(yaw), Math.cos(yaw), 0], [0, 0, 1]], [10, 2, 0]); // prettier-ignore
    expect(object?.type).toBe("car");
    expect(object?.centre).toEqual([
      expect.closeTo(x + dx, 6),
      expect.closeTo(y + dy, 6),
      expect.closeTo(21, 6),
    ]);
    expect(object?.size).toEqual([4.5, 1.8, 1.5]);
    expect(object?.yaw).toBeCloseTo(yaw, 6);
    expect(object?.trackId).toBe(layout === "v2x-seq-spd" ? "12" : undefined);
  });

  it("projects a point 10 m ahead of the vehicle's lidar onto the image centre", () => {
    const frame = frameAt(read({ layout }), 0);
    const { x, y, yaw } = carAt(0, 0);
    const camera = frame.camera?.();
    if (camera === undefined) throw new Error("no camera");
    // the lidar sits 0.5 m ahead and 1.8 m above the body's origin at z = 20.5
    const ahead = [x + 10.5 * Math.cos(yaw), y + 10.5 * Math.sin(yaw), 22.3] as const;
    const [u, v, depth] = rotate(camera.intrinsics, transform(camera.fromWorld, ahead));
    expect([u / depth, v / depth, depth]).toEqual([
      expect.closeTo(960, 6),
      expect.closeTo(540, 6),
      expect.closeTo(10, 6),
    ]);
  });

  it("moves the roadside lidar by relative_error and by the pair's offset, in the world or in the vehicle's lidar frame", () => {
    const camera = frameAt(read({ layout }), 0).infrastructure?.camera();
    // written at (100.5, 20), relative_error ("", 0.25), offset (0.5, ""); the vehicle's lidar heads 0.3 rad
    const [dx, dy] = layout === "dair-v2x-c" ? [0.5, 0] : [0.5 * Math.cos(0.3), 0.5 * Math.sin(0.3)];
    // the world point where the corrected lidar stands is the camera's origin
    const origin = camera && transform(camera.fromWorld, [100.5 + dx, 20.25 + dy, 6]);
    origin?.forEach((value) => expect(value).toBeCloseTo(0, 9));
  });

  it("projects through a roadside calibration that is no rotation, as it is written", () => {
    const camera = frameAt(read({ layout }), 0).infrastructure?.camera();
    const [dx, dy] = layout === "dair-v2x-c" ? [0.5, 0] : [0.5 * Math.cos(0.3), 0.5 * Math.sin(0.3)];
    // 1 m along the lidar's x axis, which heads 1 rad: the matrix's first column
    const seen =
      camera && transform(camera.fromWorld, [100.5 + dx + Math.cos(1), 20.25 + dy + Math.sin(1), 6]);
    expect(seen?.map((value) => value.toFixed(6))).toEqual(["-0.063803", "-0.210287", "0.975751"]);
  });

  it("refuses a roadside calibration that mirrors or cannot be undone", () => {
    const path = "infrastructure-side/calib/virtuallidar_to_camera/all.json";
    const camera = (rotation: number[][]): unknown => {
      const recordings = read({ layout }, (tree) =>
        tree.set(path, JSON.stringify({ rotation, translation: [0, 0, 0] })),
      );
      return frameAt(recordings, 0).infrastructure?.camera();
    };
    const expected =
      /virtuallidar_to_camera.all\.json, rotation: expected an invertible matrix that does not mirror/;
    expect(() =>
      camera([
        [1, 0, 0],
        [0, -1, 0],
        [0, 0, 1],
      ]),
    ).toThrow(expected);
    expect(() =>
      camera([
        [1, 0, 0],
        [2, 0, 0],
        [0, 0, 1],
      ]),
    ).toThrow(expected);
  });

  it.each([
    ["in the tree", "vehicle-side/image"],
    ["beside it, under the release's name", "../cooperative-vehicle-infrastructure-vehicle-side-image"],
    ["inside it", "cooperative-vehicle-infrastructure-vehicle-side-image"],
    ["beside it, under the folder's name", "../a folder with spaces-vehicle-side-image"],
    ["in a part", "../a folder with spaces-vehicle-side-image-01"],
    [
      "nested by unpacking",
      "../a folder with spaces-vehicle-side-image/a folder with spaces-vehicle-side-image",
    ],
    [
      "a part nested under the whole's name",
      "a folder with spaces-vehicle-side-image-00/a folder with spaces-vehicle-side-image",
    ],
    ["in an image folder of their own", "../a folder with spaces-vehicle-side-image/image"],
  ])("finds pictures %s, and does without", (_, folder) => {
    const recordings = read({ layout }, (tree) => tree.set(`${folder}/000002.jpg`, ""));
    expect(frameAt(recordings, 0).vehicleImage).toBeUndefined();
    expect(frameAt(recordings, 2).vehicleImage).toBe(join(root, folder, "000002.jpg"));
  });

  // What real files do to a reader.
  it("a missing pose file is named when its frame is asked, and a gap when problems are collected", () => {
    const recordings = read({ layout, framesPerRecording: 60, stepSeconds: 0.1 }, (tree) =>
      tree.delete(POSE),
    );
    expect(() => frameAt(recordings, 3).egoPose()).toThrow(
      /novatel_to_world.000003\.json, content: .* got ENOENT/,
    );
    expect(() => egoPoseLabels(recordings)).toThrow("ENOENT");
    const problems: DatasetError[] = [];
    const samples = egoPoseLabels(recordings, { onProblem: (problem) => problems.push(problem) });
    expect(problems.map(({ file }) => file)).toEqual([join(root, POSE)]);
    expect(samples).toHaveLength(14); // 15 frames have 45 steps ahead, one of them is the lost one
  });

  it("a missing label file is named", () => {
    const label =
      layout === "dair-v2x-c" ? "cooperative/label_world/000001.json" : "cooperative/label/000001.json";
    const recordings = read({ layout }, (tree) => tree.delete(label));
    expect(() => frameAt(recordings, 1).objects?.()).toThrow(`${join(root, label)}, content`);
  });

  it("an unpaired frame has no roadside view and no labels", () => {
    const frame = frameAt(read({ layout }), 2);
    expect([frame.infrastructure, frame.objects]).toEqual([undefined, undefined]);
  });

  it("a pair that names a roadside frame which is not listed, or whose picture is missing, counts as unpaired", () => {
    const recordings = read({ layout }, (tree) => {
      const list = "cooperative/data_info.json";
      tree.set(list, (tree.get(list) ?? "").replaceAll("500000", "599999"));
      for (const id of ["500001", "500003"]) tree.set(`infrastructure-side/image/${id}.jpg`, "");
    });
    const frames = recordings[0]?.frames.slice(0, 5) ?? [];
    expect(frames.map(({ infrastructure }) => infrastructure?.id)).toEqual([
      undefined,
      "500001",
      undefined,
      "500003",
      undefined,
    ]);
    // 0 is not listed, 2 was never paired, 4 has no picture
    expect(frames.map(({ missingInfrastructure }) => missingInfrastructure)).toEqual([
      "599999",
      undefined,
      undefined,
      undefined,
      "500004",
    ]);
    expect(frames[0]?.objects?.()).toHaveLength(1);
    expect(frames[2]?.objects).toBeUndefined();
  });

  it.each([
    ["milliseconds", (us: number) => us / 1e3, "200", "multiply by 1 000"],
    ["seconds", (us: number) => us / 1e6, "0.2", "multiply by 1 000 000"],
    ["nanoseconds", (us: number) => us * 1e3, "200000000", "divide by 1 000"],
  ])("names time stamps in %s", (unit, written, step, remedy) => {
    const edit = (tree: Tree): void => {
      const text = tree.get(LIST) ?? "";
      tree.set(
        LIST,
        text.replace(/(?<=timestamp":")\d+/g, (stamp) => String(written(Number(stamp)))),
      );
    };
    expect(() => read({ layout }, edit)).toThrow(
      `data_info.json, time stamps: expected microseconds, got steps of ${step} between frames (median), which reads as ${unit}; ${remedy}`,
    );
  });

  it("a recording shorter than 46 frames gives no samples", () => {
    expect(egoPoseLabels(read({ layout, framesPerRecording: 45, stepSeconds: 0.1 }))).toEqual([]);
    rmSync(root, { recursive: true });
    expect(egoPoseLabels(read({ layout, framesPerRecording: 46, stepSeconds: 0.1 }))).toHaveLength(1);
  });

  it("a gap of two frames is bridged, of three is not", () => {
    const without = (ids: readonly string[]): number => {
      const tree = miniTree({ layout, framesPerRecording: 60, stepSeconds: 0.1 });
      const records = JSON.parse(tree.get(LIST) ?? "") as { image_path: string }[];
      tree.set(
        LIST,
        JSON.stringify(records.filter(({ image_path }) => !ids.some((id) => image_path.includes(id)))),
      );
      writeTree(root, tree);
      return egoPoseLabels(READERS[layout](root)).length;
    };
    expect(without([])).toBe(15);
    expect(without(["000020", "000021"])).toBe(15);
    expect(without(["000020", "000021", "000022"])).toBe(0);
  });

  it("jitter in the time stamps moves the samples, not the path", () => {
    const samples = egoPoseLabels(
      read({ layout, framesPerRecording: 50, stepSeconds: 0.1 }, (tree) => {
        const { x, y, yaw } = carAt(0, 0.52); // frame 5 taken 20 ms late, its pose too
        replace(tree, LIST, /155000500000/g, "155000520000");
        tree.set(
          "vehicle-side/calib/novatel_to_world/000005.json",
          JSON.stringify({
            translation: [x, y, 20.5],
            rotation: [[Math.sin(yaw), Math.cos(yaw), 0], [-Math.cos(yaw), Math.sin(yaw), 0], [0, 0, 1]], // yaw − 90°
          }), // prettier-ignore
        );
      }),
    );
    const [x] = samples[0]?.target[4] ?? [];
    // the chord over 0.12 s of an arc of 40 m radius sags by (0.12 · 8)² / (8 · 40) ≈ 3 mm
    expect(Math.abs((x ?? NaN) - 40 * Math.sin(0.1))).toBeLessThan(0.004);
  });

  it.each([
    ["a cut list", LIST, /.{40}$/, "", /data_info\.json, content: expected whole JSON/],
    [
      "a number that is none",
      LIST,
      /"16261550004\d*"/,
      '"soon"',
      /\[\d+\]\.image_timestamp: expected a finite number, got "soon"/,
    ],
    ["an empty number", LIST, /"16261550004\d*"/, '""', /image_timestamp: expected a finite number, got ""/],
    [
      "a duplicate id",
      LIST,
      "image/000004.jpg",
      "image/000003.jpg",
      /image_path: expected a frame id that comes once, got "image\/000003.jpg"/,
    ],
    [
      "two frames at one time",
      LIST,
      /1626155000400000/g,
      "1626155000600000",
      /pointcloud_timestamp: expected a time unlike that of frame \d+/,
    ],
    [
      "a path that climbs out",
      LIST,
      "image/000004.jpg",
      "../../000004.jpg",
      /image_path: expected a relative path inside the data set/,
    ],
    ["no list", LIST, /^.*$/, "{}", /data_info\.json, content: expected an array, got \{\}/],
  ])("refuses %s by file and field", (_, path, from, to, message) => {
    expect(() => read({ layout }, (tree) => replace(tree, path, from, to))).toThrow(message);
  });

  it.each([
    [
      "a mirrored pose",
      /\[\[[^\]]*\],\[[^\]]*\],\[0,0,1\]\]/,
      "[[1,0,0],[0,-1,0],[0,0,1]]",
      "rotation: expected a rotation",
    ],
    [
      "a pose without translation",
      '"translation"',
      '"translatoin"',
      "translation: expected an array, got nothing",
    ],
    ["an empty coordinate", "[20.5]", '[""]', 'translation[2][0]: expected a finite number, got ""'],
    ["a cut pose", /.{9}$/, "", "content: expected whole JSON"],
  ])("refuses %s", (_, from, to, message) => {
    const recordings = read({ layout }, (tree) => replace(tree, POSE, from, to));
    expect(() => frameAt(recordings, 3).egoPose()).toThrow(message);
  });

  it("reads an empty label array, a byte-order mark and CRLF", () => {
    const recordings = read({ layout }, (tree) => {
      tree.set(
        layout === "dair-v2x-c" ? "cooperative/label_world/000000.json" : "cooperative/label/000000.json",
        "[]",
      );
      tree.set(LIST, `\uFEFF${(tree.get(LIST) ?? "").replaceAll(",", ",\r\n")}`);
      tree.set(POSE, `\uFEFF${(tree.get(POSE) ?? "").replaceAll(",", ",\r\n")}`);
    });
    expect(frameAt(recordings, 0).objects?.()).toEqual([]);
    expect(frameAt(recordings, 3).egoPose().position[0]).toBeCloseTo(carAt(0, 0.6).x, 9);
  });

  it("collects every problem and keeps the rest when asked to", () => {
    const tree = miniTree({ layout });
    replace(tree, LIST, "image/000004.jpg", "image/000003.jpg");
    replace(tree, LIST, /"16261550010\d*"/, '"later"');
    writeTree(root, tree);
    const problems: DatasetError[] = [];
    const seen: number[] = [];
    const recordings = READERS[layout](root, {
      onProblem: (problem) => problems.push(problem),
      onProgress: (done, total) => seen.push(done / total),
    });
    expect(problems.map(({ field }) => field.replace(/\d+/, "i"))).toEqual([
      "[i].image_timestamp",
      "[i].image_path",
    ]);
    expect(recordings[0]?.frames).toHaveLength(22);
    expect(seen.at(-1)).toBe(1);
  });

  it.each([
    [
      "an identity for lidar_to_novatel",
      turned(0),
      "got -91.1° off; its +y axis would fit, as novatel's does",
    ],
    ["a turn the wrong way round", turned(-90), "got 178.9° off; its −x axis would fit"],
    ["a turn twice as far", turned(180), "got 88.9° off; its −y axis would fit"],
    ["a turn by 50°", turned(50), "got -41.1° off; no axis of the pose fits"],
  ])("refuses headings that do not go with the motion: %s", (_, rotation, message) => {
    const recordings = read({ layout }, (tree) =>
      tree.set(LIDAR, JSON.stringify({ transform: { translation: [0, 0, 0], rotation } })),
    );
    expect(() => egoPoseLabels(recordings)).toThrow(message);
    expect(() => egoPoseLabels(recordings)).toThrow(
      /recording 0*7, heading: expected the x axis to point where the car moves \(within 10°\)/,
    );
  });

  it.each([
    ["transposed rotations", (yaw: number) => Math.PI / 2 - yaw, "the rotations are transposed"],
    ["compass headings", (yaw: number) => -yaw, "a compass heading, clockwise from north"],
    [
      "a slow drift",
      (yaw: number, t: number) => yaw - Math.PI / 2 + 0.2 * t,
      /it drifts from \d+\.\d° to \d\d\.\d°/,
    ],
  ])("names %s", (_, written, message) => {
    const recordings = read({ layout, framesPerRecording: 60, stepSeconds: 0.1 }, (tree) => {
      for (let i = 0; i < 60; i++) {
        const path = POSE.replace("003", String(i).padStart(3, "0"));
        const pose = JSON.parse(tree.get(path) ?? "") as object;
        const rotation = turned((180 / Math.PI) * written(carAt(0, 0.1 * i).yaw, 0.1 * i));
        tree.set(path, JSON.stringify({ ...pose, rotation }));
      }
    });
    expect(() => egoPoseLabels(recordings)).toThrow(message);
  });
});

describe("readers of the two releases", () => {
  it("read each other's ids from their own pictures, whoever else lies beside them", () => {
    const recordings = read({ layout: "v2x-seq-spd" }, (tree) => {
      tree.set("../cooperative-vehicle-infrastructure-vehicle-side-image/000001.jpg", "");
      tree.set("../V2X-Seq-SPD-vehicle-side-image/000002.jpg", "");
      tree.set("../V2X-Seq-SPD-infrastructure-side-image-00/500000.jpg", "");
      tree.set("../V2X-Seq-SPD-infrastructure-side-image-01/500001.jpg", "");
    });
    expect(frameAt(recordings, 1).vehicleImage).toBeUndefined();
    expect(frameAt(recordings, 2).vehicleImage).toContain("V2X-Seq-SPD-vehicle-side-image");
    expect(frameAt(recordings, 0).infrastructure?.image).toContain("side-image-00");
    expect(frameAt(recordings, 1).infrastructure?.image).toContain("side-image-01");
  });

  it("refuse a pair whose picture is the other side's", () => {
    const edit = (tree: Tree): void =>
      replace(
        tree,
        "cooperative/data_info.json",
        "infrastructure-side/image/500000",
        "vehicle-side/image/500000",
      );
    expect(() => read({ layout: "dair-v2x-c" }, edit)).toThrow(
      '[0].infrastructure_image_path: expected a picture of the infrastructure-side, got "vehicle-side/image/500000.jpg"',
    );
  });

  it("take an object's heading from its corners, and from its rotation in the lidar frame where it has none", () => {
    const path = "cooperative/label_world/000001.json";
    const yawOf = (edit: (label: Record<string, unknown>) => void): number | undefined => {
      const tree = miniTree({ layout: "dair-v2x-c" });
      const [label] = JSON.parse(tree.get(path) ?? "") as [Record<string, unknown>];
      edit(label);
      tree.set(path, JSON.stringify([label]));
      writeTree(root, tree);
      return frameAt(readDairV2x(root), 1).objects?.()[0]?.yaw;
    };
    const { yaw } = carAt(0, 0.2);
    expect(yawOf((label) => (label["rotation"] = 2))).toBeCloseTo(yaw, 9);
    expect(yawOf((label) => Object.assign(label, { rotation: 0.1, world_8_points: [] }))).toBeCloseTo(
      yaw + 0.1,
      9,
    );
    expect(() => yawOf((label) => (label["world_8_points"] = [[1, 2, 3]]))).toThrow(
      "[0].world_8_points: expected 8 corners or none",
    );
  });
});

describe("openDataset", () => {
  it("names what it looked for in a folder that is none of the layouts", () => {
    mkdirSync(root);
    expect(() => openDataset(root)).toThrow("expected vehicle-side/data_info.json");
    mkdirSync(join(root, "vehicle-side"));
    writeFileSync(join(root, LIST), "[]");
    expect(() => openDataset(root)).toThrow("expected at least one frame, got an empty list");
  });

  it("looks one level down for a folder of the same name, and names another that has a data set", () => {
    const nested = join(root, "a folder with spaces");
    writeTree(nested, miniTree({ layout: "v2x-seq-spd" }));
    expect(datasetKind(root)).toBe("v2x-seq-spd");
    expect(openDataset(root)).toHaveLength(1);
    expect(() => openDataset(dirname(root))).toThrow(`got neither; choose ${root}`);
  });
});
