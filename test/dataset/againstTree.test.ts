import { describe, expect, it } from "vitest";
import { againstTree, type Comparison } from "../../lib/dataset/audit/againstTree/againstTree";
import { egoPoseLabels } from "../../lib/dataset/egoPoseLabels";
import { firstCarLabels } from "../../lib/dataset/firstCarLabels";
import { type Sample } from "../../lib/dataset/sample";
import { toEgoFrame, toWorldFrame } from "../../lib/geometry/egoFrame";
import { type Point, type Trajectory } from "../../lib/geometry/trajectory";
import { at } from "../../lib/math/at";
import { cityDrive } from "./cityDrive";

// six recordings of 160 frames at 10 Hz; 45 of each have no whole future
const recordings = cityDrive(1);
const samples = egoPoseLabels(recordings);
const tree = { recordings, samples };
const N = samples.length;

const compareAll = (targets: readonly Trajectory[], ids?: readonly string[]): Comparison =>
  againstTree(
    tree,
    targets.map((target, i) => ({
      name: `row ${i}`,
      target,
      ...(ids === undefined ? {} : { id: at(ids, i) }),
    })),
  );

const each = (of: (point: Point, sample: Sample, step: number) => Point): Trajectory[] =>
  samples.map((sample) => sample.target.map((point, j) => of(point, sample, j)));

/** Right labels up to row `from`, then the planted ones. */
const from = (row: number, planted: readonly Trajectory[]): Trajectory[] =>
  samples.map(({ target }, i) => (i < row ? target : at(planted, i)));

/** Moving rows only: the others are the same however they are turned. */
const kinds = ({ causes }: Comparison): string[] => causes.map(({ kind, says }) => `${kind}: ${says}`);

describe("againstTree: right labels", () => {
  it("are silent, and it says for which frames the rows were taken", () => {
    const result = compareAll(samples.map(({ target }) => target));
    expect(result.different).toBe(0);
    expect(result.order).toBe("pairs with a whole future, by id"); // every frame of this drive is paired
    expect(result.equalWithinMeters).toBe(0);
  });

  it("are silent in float32, smoothed over three rows, and 5 cm off", () => {
    const rounded = each(([x, y]) => [Math.fround(x), Math.fround(y)]);
    const smooth = samples.map(({ target }) =>
      target.map((point, j): Point => {
        const [before, after] = [target[j - 1] ?? [0, 0], target[j + 1]];
        if (after === undefined) return point;
        return [(before[0] + point[0] + after[0]) / 3, (before[1] + point[1] + after[1]) / 3];
      }),
    );
    const off = each(([x, y], _, j) => [x + 0.05 * Math.sin(j), y + 0.05 * Math.cos(j)]);
    for (const targets of [rounded, smooth, off]) expect(compareAll(targets).different).toBe(0);
  });

  it("of another length are compared over the common steps", () => {
    const short = compareAll(samples.map(({ target }) => target.slice(0, 30)));
    expect([short.different, short.steps]).toEqual([0, { given: 30, compared: 30 }]);
    const long = compareAll(samples.map(({ target }) => [...target, ...target.slice(-5)]));
    expect([long.different, long.steps]).toEqual([0, { given: 50, compared: 45 }]);
  });

  it("cut frame by frame inside each recording are silent, also where the last step lies milliseconds behind its end", () => {
    const frames = recordings.flatMap((recording) =>
      recording.frames.slice(0, -45).map(({ id }, i) => ({ id, recording, i })),
    );
    const targets = frames.map(({ recording, i }): Trajectory => {
      const [start, ...ahead] = recording.frames.slice(i, i + 46).map((frame) => frame.egoPose());
      if (start === undefined) return [];
      const yaw = Math.atan2(start.rotation[1][0], start.rotation[0][0]);
      const origin = { x: start.position[0], y: start.position[1], yaw };
      return ahead.map(({ position }) => toEgoFrame(origin, [position[0], position[1]]));
    });
    const result = compareAll(targets);
    expect([result.order, result.different]).toEqual(["pairs with 45 frames after them, by id", 0]);
    expect(result.notCompared).toBe(6 * 115 - N);
  });

  it("by id may come in any order and leave frames out", () => {
    const some = samples.filter((_, i) => i % 7 === 3).reverse();
    const result = compareAll(
      some.map(({ target }) => target),
      some.map(({ id }) => id),
    );
    expect([result.different, result.rows, result.order]).toEqual([
      0,
      some.length,
      "frames, by the ids it gives",
    ]);
  });
});

describe("againstTree: each kind by its name", () => {
  const firstOrigin = new Map([...samples].reverse().map(({ recording, origin }) => [recording, origin]));
  const planted: readonly (readonly [string, readonly Trajectory[]])[] = [
    ["another frame: world coordinates", each((p, { origin }) => toWorldFrame(origin, p))],
    [
      "another frame: axes of the world, from the car's place",
      each((p, { origin: { yaw } }) => toWorldFrame({ x: 0, y: 0, yaw }, p)),
    ],
    [
      "another frame: the frame of the recording's first pose",
      each((p, { origin, recording }) =>
        toEgoFrame(firstOrigin.get(recording) ?? origin, toWorldFrame(origin, p)),
      ),
    ],
    ["another frame: x right, y forward", each(([x, y]) => [-y, x])],
    ["another frame: y first, then x", each(([x, y]) => [y, x])],
    ["mirrored: y points right instead of left", each(([x, y]) => [x, -y])],
    ["mirrored: x points backward instead of forward", each(([x, y]) => [-x, y])],
    ["unit: centimetres", each(([x, y]) => [100 * x, 100 * y])],
    ["unit: kilometres", each(([x, y]) => [x / 1000, y / 1000])],
    ["unit: metres ÷ 100", each(([x, y]) => [x / 100, y / 100])],
    ["unit: metres × 1.50", each(([x, y]) => [1.5 * x, 1.5 * y])],
    [
      "steps: steps from row to row instead of positions",
      each(([x, y], { target }, j) => [x - (target[j - 1]?.[0] ?? 0), y - (target[j - 1]?.[1] ?? 0)]),
    ],
    [
      "rate: steps of 0.5 s instead of 0.1 s",
      samples.map(({ target }) => target.filter((_, j) => j % 5 === 4)),
    ],
    [
      "shifted: the label of 3 rows further on",
      samples.map((_, i) => at(samples, Math.min(N - 1, i + 3)).target),
    ],
    ["shifted: the label of 1 row before", samples.map((_, i) => at(samples, Math.max(0, i - 1)).target)],
    ["shifted: starts 0.1 s too early", samples.map(({ target }) => [[0, 0], ...target.slice(0, -1)])],
    ["shifted: starts 0.4 s too late", samples.map(({ target }) => target.slice(4))],
    [
      "rotated: turned by 30.0°, counter-clockwise",
      each((p) => toWorldFrame({ x: 0, y: 0, yaw: Math.PI / 6 }, p)),
    ],
    [
      "rotated: each row turned by an angle of its own: the heading is another one",
      each((p, { seconds }) => toWorldFrame({ x: 0, y: 0, yaw: 0.5 + 0.3 * Math.sin(seconds) }, p)),
    ],
  ];

  it.each(planted)("%s", (name, targets) => {
    const result = compareAll(targets);
    expect(kinds(result)[0]).toBe(name);
    // what is explained by it is nearly all: a shift by rows leaves those at a recording's end over
    expect(at(result.causes, 0).rows).toBeGreaterThan(0.9 * result.different);
  });

  it.each(planted.filter(([name]) => !name.startsWith("rate")))(
    "%s, from row 200 on: the first row that differs, and none before",
    (name, targets) => {
      // the first row from 200 on that a threshold of 0.25 m or 1 % calls different, by the slow way
      const mixed = from(200, targets);
      const differs = mixed.map((given, i) => {
        const right = at(samples, i).target;
        const limit = Math.max(0.25, 0.01 * Math.max(...right.map(([x, y]) => Math.hypot(x, y))));
        return given.some(([x, y], j) => {
          const point = right[j];
          return point !== undefined && Math.hypot(x - point[0], y - point[1]) > limit;
        });
      });
      const result = compareAll(mixed);
      expect(result.different).toBe(differs.filter(Boolean).length);
      expect(result.first?.row).toBe(`row ${differs.indexOf(true)}`);
      expect(result.first?.frame).toBe(at(samples, differs.indexOf(true)).id);
      expect(kinds(result)).toContain(name);
    },
  );

  it("two faults in one file are both named, each with its rows", () => {
    const targets = samples.map(({ target }, i) =>
      target.map(([x, y]): Point => (i < 150 ? [x, -y] : i < 450 ? [100 * x, 100 * y] : [x, y])),
    );
    const result = compareAll(targets);
    expect(result.causes.map(({ kind }) => kind).sort()).toEqual(["mirrored", "unit"]);
    expect(result.unexplained).toBe(0);
  });

  it("rows that are nothing of the kind stay unexplained, and one odd row is not given a cause", () => {
    const odd = samples.map(({ target }, i) =>
      i === 77 ? target.map(([x, y]): Point => [x + 5, y - 3]) : target,
    );
    const result = compareAll(odd);
    expect([result.different, result.first?.row, result.causes, result.unexplained]).toEqual([
      1,
      "row 77",
      [],
      1,
    ]);
    expect(result.first?.meters).toBeCloseTo(Math.hypot(5, 3), 9);
  });
});

describe("againstTree: another car, and windows over the seam", () => {
  it("the incident's own script is another car, glued", () => {
    const rows = firstCarLabels(recordings);
    const result = compareAll(rows.map(({ target }) => target));
    expect(result.order).toMatch(/without the last 45$/);
    expect(result.causes.map(({ kind }) => kind)).toEqual(["another car", "glued"]);
    expect(at(result.causes, 0).rows).toBe(result.different);
    expect(result.unexplained).toBe(0);
  });

  it("the first car followed by time, in its own frame or seen from the ego's, is another car", () => {
    const other = (sample: Sample, own: boolean): Trajectory | undefined => {
      const frames = recordings.find(({ id }) => id === sample.recording)?.frames ?? [];
      const start = frames.findIndex(({ id }) => id === sample.id);
      const place = (j: number): Point | undefined => {
        const objects = frames[start + j]?.objects?.() ?? [];
        const [car] = objects.filter((_, i) => i === 0 && objects.length === 2); // the same one in each frame
        return car === undefined ? undefined : [car.centre[0], car.centre[1]];
      };
      const origin = place(0);
      if (origin === undefined) return undefined;
      const pose = own ? { x: origin[0], y: origin[1], yaw: 0.3 } : sample.origin;
      let last = origin;
      return sample.target.map((_, j) => toEgoFrame(pose, (last = place(j + 1) ?? last)));
    };
    for (const own of [true, false]) {
      const kept = samples.flatMap((sample) => {
        const target = other(sample, own);
        return target === undefined ? [] : [{ id: sample.id, target }];
      });
      const result = compareAll(
        kept.map(({ target }) => target),
        kept.map(({ id }) => id),
      );
      expect(kinds(result)[0]).toBe(
        "another car: the future of a labelled object, not of the car that took the picture",
      );
    }
  });

  it("right windows over one list of all frames are glued where a recording ends, and only there", () => {
    const path = recordings.flatMap(({ frames }) =>
      frames.map((frame) => ({ frame, pose: frame.egoPose() })),
    );
    const right = new Map(samples.map((sample) => [sample.id, sample]));
    const targets = path.slice(0, -45).map(({ frame, pose: { position, rotation } }, i): Trajectory => {
      const origin = { x: position[0], y: position[1], yaw: Math.atan2(rotation[1][0], rotation[0][0]) };
      const sample = right.get(frame.id);
      return (
        sample?.target ??
        path.slice(i + 1, i + 46).map(({ pose: { position: p } }) => toEgoFrame(origin, [p[0], p[1]]))
      );
    });
    const result = compareAll(targets);
    // row 115 wants 45 frames after it and has 44: it and those behind it run over a seam of 3 km
    const ended = path.slice(0, -45).filter(({ frame }, i) => !right.has(frame.id) && i % 160 > 114);
    expect(result.causes).toEqual([
      {
        kind: "glued",
        says: "windows that run from one recording into the next",
        rows: ended.length,
        first: { row: expect.stringMatching(/^row \d+$/) as string, frame: at(ended, 0).frame.id },
      },
    ]);
    expect(result.different).toBe(ended.length);
  });

  it("ends that were made up are rows without a future", () => {
    const within = recordings
      .flatMap(({ frames }) =>
        frames.map(({ id, seconds }) => ({ id, left: at(frames, 159).seconds - seconds })),
      )
      .filter(({ id, left }) => left >= 4.4 && !samples.some((sample) => sample.id === id)).length;
    const targets = recordings
      .flatMap(({ frames }) => frames)
      .map(({ id }) => samples.find((sample) => sample.id === id)?.target ?? Array<Point>(45).fill([0, 0]));
    const result = compareAll(targets);
    expect(result.causes.map(({ kind }) => kind)).toEqual(["no future"]);
    // row 115 ends within 0.1 s of its recording: that may be right, by another clock
    expect([result.different + result.notCompared, result.notCompared]).toEqual([6 * 160 - N, within]);
  });
});

describe("againstTree: what cannot be joined", () => {
  it("another count says what the tree has of each kind", () => {
    expect(() => compareAll(samples.slice(1).map(({ target }) => target))).toThrow(
      `targets: expected as many rows as the tree has of one kind, ${N} (pairs with a whole future), 690 (pairs with 45 frames after them), 960 (pairs), 915 (pairs, without the last 45)`,
    );
  });

  it("ids that the tree does not have are counted and shown", () => {
    const [a, b] = samples;
    if (a === undefined || b === undefined) throw new Error("no samples");
    expect(() => compareAll([a.target, b.target], [a.id, "999999"])).toThrow(
      /expected ids of the tree's frames \(such as 000000\), got 1 of 2 rows without one, first row 1 \(999999\)/,
    );
  });
});
