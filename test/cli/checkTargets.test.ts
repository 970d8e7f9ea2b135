import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { egoPoseLabels } from "../../lib/dataset/egoPoseLabels";
import { firstCarLabels } from "../../lib/dataset/firstCarLabels";
import { openDataset } from "../../lib/dataset/openDataset";
import { type Sample } from "../../lib/dataset/sample";
import { type Trajectory } from "../../lib/geometry/trajectory";
import { miniTree, writeTree } from "../dataset/miniTree";

const folder = mkdtempSync(join(tmpdir(), "check-targets-"));
afterAll(() => rmSync(folder, { recursive: true }));
const root = resolve(__dirname, "../..");
const tree = join(folder, "tree");

let samples: readonly Sample[] = [];
let incident: readonly Sample[] = [];
beforeAll(() => {
  writeTree(
    tree,
    miniTree({ layout: "dair-v2x-c", recordings: 2, framesPerRecording: 80, stepSeconds: 0.1 }),
  );
  samples = egoPoseLabels(openDataset(tree));
  incident = firstCarLabels(openDataset(tree));
});

function checkTargets(file: string, ...more: readonly string[]) {
  const command = join(root, "lib/bin/seven-fixes.cjs");
  const args = [command, "check-data", tree, "--targets", file, ...more];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return { code: status, out: stdout, error: stderr };
}

/** A file in the folder, of the name's kind. */
function put(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** NumPy's format 1.0, float32, by hand. */
function npy(targets: readonly Trajectory[]): Buffer {
  const steps = targets[0]?.length ?? 0;
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${targets.length}, ${steps}, 2), }`;
  const header = `${text.padEnd(128 - 10 - 1)}\n`;
  const magic = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0]);
  return Buffer.concat([
    magic,
    Buffer.from(header, "latin1"),
    Buffer.from(Float32Array.from(targets.flat(2)).buffer),
  ]);
}

const targetsOf = (some: readonly Sample[]): Trajectory[] => some.map(({ target }) => target);

describe("check-data <tree> --targets <file>", () => {
  it("reads an array of a .json by the option that names it, as check-data reads the file alone", () => {
    const targets = samples.map(({ target }) => target);
    const file = put("arrays.json", JSON.stringify({ inputs: targets.map(([first]) => [first]), targets }));
    const { code, out } = checkTargets(file, "--array", "targets");
    expect(out).toContain("✓ clear");
    expect(code).toBe(0);
  });

  it("clears the right labels in float32 and says which frames the rows were taken for", () => {
    const { code, out } = checkTargets(put("right.npy", npy(targetsOf(samples))));
    expect(out).toMatch(/right\.npy: 70 rows, taken for the tree's frames with a whole future, by id\n/);
    expect(out).toMatch(/^✓ clear +every row is the ego's future, 0\.00 m apart at most$/m);
    expect(code).toBe(0);
  });

  it("names the incident's labels: another car, glued", () => {
    const { code, out } = checkTargets(put("incident.npy", npy(targetsOf(incident))));
    expect(code).toBe(1);
    expect(out).toMatch(/taken for the tree's pairs, by id, without the last 45\n/);
    expect(out).toMatch(/another car: the first car of each frame's label list/);
    expect(out).toMatch(/glued: windows that run from one recording into the next/);
    expect(out).toMatch(/Label the car that took the picture/);
  });

  it("as JSON: first row, count and kind of rows mirrored from the 20th on", () => {
    const mirrored = samples.map(({ target }, i) =>
      i < 20 ? target : target.map(([x, y]) => [x, -y] as const),
    );
    const { code, out } = checkTargets(put("mirrored.npy", npy(mirrored)), "--json");
    const { different, first, causes } = JSON.parse(out) as {
      different: number;
      first: { row: string; frame: string };
      causes: { kind: string; rows: number }[];
    };
    expect(code).toBe(1);
    expect([different, first.row, first.frame]).toEqual([50, "row 20", samples[20]?.id]); // 70 − 20, all in a bend
    expect(causes.map(({ kind, rows }) => [kind, rows])).toEqual([["mirrored", 50]]);
  });

  it("goes by the ids of a .json: by name, by object, by picture", () => {
    const some = samples.filter((_, i) => i % 3 === 1);
    const files = [
      Object.fromEntries(some.map(({ id, target }) => [id, target])),
      some.map(({ id, target }) => ({ frame_id: id, target })).reverse(),
      some.map(({ id, target }) => ({ image_path: `image/${id}.jpg`, trajectory: target.flat() })),
    ];
    for (const [i, content] of files.entries()) {
      const { code, out } = checkTargets(put(`ids${i}.json`, JSON.stringify(content)));
      expect(out).toMatch(/: 23 rows, taken for the tree's frames, by the ids it gives\n/);
      expect(code).toBe(0);
    }
  });

  it("reads a .json without ids like a .npy", () => {
    expect(checkTargets(put("plain.json", JSON.stringify(targetsOf(samples)))).code).toBe(0);
  });

  it("compares the common steps of another horizon and says so", () => {
    const long = targetsOf(samples).map((target) => [...target, ...target.slice(-5)]);
    const { code, out } = checkTargets(put("long.npy", npy(long)));
    expect(out).toMatch(/; the first 45 of 50 steps compared\n/);
    expect(code).toBe(0);
  });

  it.each([
    [
      "a count the tree does not have",
      () => put("few.npy", npy(targetsOf(samples.slice(9)))),
      /targets: expected as many rows as the tree has of one kind, .*70 \(frames with a whole future\).*, got 61; give the tree/,
    ],
    [
      "rows that are no numbers",
      () =>
        put(
          "nan.npy",
          npy(samples.map(({ target }, i) => (i === 3 ? target.map(() => [NaN, 0] as const) : target))),
        ),
      /nan\.npy, .*3.*NaN/,
    ],
    [
      "ids that do not exist",
      () => put("other.json", '{"999999": [[1, 2]]}'),
      /expected ids of the tree's frames .*got 1 of 1 rows without one, first row 0 \(999999\)/,
    ],
    [
      "the same id twice",
      () => put("twice.json", '[{"id": 1, "t": [[1, 2]]}, {"id": "000001", "t": [[1, 2]]}]'),
      /\[1\]: expected frame 000001 once, not twice/,
    ],
    [
      "rows of different lengths",
      () => put("ragged.json", '{"000001": [[1, 2]], "000002": [[1, 2], [3, 4]]}'),
      /000002: expected 1 steps as in the first row, not 2/,
    ],
    ["no row at all", () => put("empty.json", "[]"), /expected at least one trajectory, got \[\]/],
    [
      "triples",
      () => put("triples.json", "[[[1, 2, 3]]]"),
      /\[0\]\[0\]: expected a pair x, y, got \[1,2,3\]/,
    ],
    ["a file that is not there", () => join(folder, "nowhere.npy"), /nowhere\.npy/],
  ])("refuses %s with exit code 2", (_, file, message) => {
    const { code, out, error } = checkTargets(file());
    expect(error).toMatch(message);
    expect(
      error
        .trimEnd()
        .split("\n")
        .filter((line) => line.startsWith("seven-fixes")),
    ).toHaveLength(1);
    expect([code, out]).toEqual([2, ""]);
  });

  it("refuses options that mean something else", () => {
    const { code, error } = checkTargets("x.npy", "--labels", "first-car");
    expect(code).toBe(2);
    expect(error).toMatch(/--targets: expected neither --labels nor --html beside it/);
  });
});
