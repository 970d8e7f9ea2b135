import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readTrajectoryFile } from "../../lib/dataset/trajectoryFile";
import { writeNpy } from "../../lib/files/npy";

const folder = mkdtempSync(join(tmpdir(), "trajectories-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const TWO = [
  [[1, 2], [3, 4], [5, 6]],
  [[7, 8], [9, 10], [11, 12]],
]; // prettier-ignore

describe("readTrajectoryFile", () => {
  it("reads [N, T, 2] and [N, 2T] arrays alike", () => {
    const path = join(folder, "a.npy");
    writeNpy(path, TWO.flat(2), [2, 3, 2]);
    expect(readTrajectoryFile(path)).toEqual(TWO);
    writeNpy(path, TWO.flat(2), [2, 6], "<f4");
    expect(readTrajectoryFile(path)).toEqual(TWO);
  });

  it("reads a wide CSV with and without header, BOM, CRLF and quotes", () => {
    const lines = "1,2,3,4,5,6\r\n7,8,9,10,11,12\r\n";
    expect(readTrajectoryFile(file("wide.csv", lines))).toEqual(TWO);
    expect(readTrajectoryFile(file("head.csv", `\uFEFFx1,y1,x2,y2,x3,y3\r\n${lines}`))).toEqual(TWO);
    expect(readTrajectoryFile(file("ends.csv", lines.replaceAll("\r\n", ",\n")))).toEqual(TWO);
    expect(readTrajectoryFile(file("quoted.csv", lines.replaceAll(/\d+/g, '"$&"')))).toEqual(TWO);
  });

  it("reads a long CSV by its header, whatever the order of columns and rows", () => {
    const rows = TWO.flatMap((t, i) => t.map(([x, y], j) => `${y},${j},s${i},${x}`));
    expect(readTrajectoryFile(file("long.csv", ["y,step,sample,x", ...rows.reverse()].join("\n")))).toEqual(
      [...TWO].reverse(),
    );
  });

  it("reads [N, 2, T], JSON lists and the only fitting member of a JSON object", () => {
    const path = join(folder, "c.npy");
    writeNpy(path, TWO.map((t) => [t.map(([x]) => x ?? 0), t.map(([, y]) => y ?? 0)]).flat(2), [2, 2, 3]);
    expect(readTrajectoryFile(path)).toEqual(TWO);
    expect(readTrajectoryFile(file("list.json", JSON.stringify(TWO)))).toEqual(TWO);
    expect(readTrajectoryFile(file("object.json", JSON.stringify({ ids: [1, 2], targets: TWO })))).toEqual(
      TWO,
    );
  });

  it("reads x before y when told, the columns it is given, and pandas' numbered header", () => {
    const blocks = file("blocks.txt", "1,3,5,2,4,6\n7,9,11,8,10,12\n");
    expect(readTrajectoryFile(blocks, { order: "xxyy" })).toEqual(TWO);
    const long = TWO.flatMap((t, i) => t.map(([x, y], j) => `${i};${j};${x};${y}`));
    const named = file("odd-names.csv", ["who;when;east;north", ...long].join("\n"));
    expect(readTrajectoryFile(named, { columns: ["who", "when", "east", "north"] })).toEqual(TWO);
    const pandas = ",0,1,2,3,4,5\n0,1,2,3,4,5,6\n1,7,8,9,10,11,12\n";
    expect(readTrajectoryFile(file("pandas.csv", pandas))).toEqual(TWO);
    expect(
      readTrajectoryFile(file("commented.txt", "# x1 x2 x3 y1 y2 y3\n1 3 5 2 4 6\n7 9 11 8 10 12")),
    ).toEqual(TWO);
  });

  it.each([
    ["HDF5", "\x89HDF\r\n", "h5py.File"],
    ["a MATLAB file", "MATLAB 5.0 MAT-file", "scipy.io.loadmat"],
    ["Parquet", "PAR1\0", "pandas.read_parquet"],
    ["a Python pickle", "\x80\x04\x95", "pickle.load"],
    ["UTF-16 text", "\xff\xfe1\0", "utf-16"],
    ["gzip", "\x1f\x8b\x08", "gzip.open"],
    ["bytes of an unknown format", "\0\0\0\0", "np.save"],
  ])("refuses %s by name with the line of Python that exports it", (name, start, python) => {
    const path = join(folder, "foreign.bin");
    writeFileSync(path, Buffer.from(start, "latin1"));
    expect(() => readTrajectoryFile(path)).toThrow(
      new RegExp(
        `content: expected .npy, .npz, .json or a table of text, got ${name}.*; export it in Python: .*${python}`,
      ),
    );
  });

  it.each([
    ["ragged.csv", "1,2,3,4\n1,2\n", "line 2: expected 4 cells as in line 1, got 2"],
    ["word.csv", "1,2,3,4\n1,two,3,4\n", "line 2: expected finite numbers"],
    ["nan.csv", "x1,y1,x2,y2\n1,,2,2\n", "line 2: expected finite numbers, got (1, NaN) at step 1"],
    ["odd.csv", "1,2,3\n", "line 1: expected an even number of cells"],
    ["empty.csv", "\n", "content: expected at least one line of numbers"],
    ["twice.csv", "sample,step,x,y\na,1,0,0\na,1,0,0\n", "line 3: expected step 1 of sample a once"],
    ["short.csv", "sample,step,x,y\na,1,0,0\na,2,0,0\nb,1,0,0\n", "sample b: expected 2 steps, got 1"],
    ["note.txt", "1,2", "line 1: expected at least two steps of x and y, got 1"],
    [
      "names.csv",
      "a,b,c,d\n1,2,3,4\n",
      "header: expected one column for sample, got none among a, b, c, d; name the four: --columns",
    ],
    ["two.csv", "scene,track,t,x,y\n1,1,1,1,1\n", "got scene and track among scene, track, t, x, y"],
    [
      "uneven.csv",
      "id,t,x,y\n1,.1,1,0\n1,.2,2,0\n1,.5,3,0\n1,.6,4,0\n",
      "sample 1: expected equal steps of 0.1 in column t, got 0.3",
    ],
    ["blocks.csv", "1,2,3,4,5,6,0,0,0,0,0,0\n", "say --order xxyy"],
    ["cut.json", "[[[1, 2], [3", "content: expected JSON of finite numbers"],
    ["nan.json", "[[[1, 2], [3, NaN]]]", "content: expected JSON of finite numbers, got NaN"],
    ["ragged.json", "[[[1, 2], [3, 4]], [[1, 2]]]", "content[1]: expected a list of 2, got a list of 1"],
    ["words.json", '[[[1, 2], [3, "4"]]]', 'content[0][1][1]: expected a number, got "4"'],
    [
      "prose.md",
      "# Title\n\nSome words, a comma\nand more; of it\n",
      "content: expected at least one line of numbers",
    ],
    ["lists.json", '{"names": ["a"]}', "content: expected [N][T][2] or an object with such arrays, got none"],
    [
      "settings.json",
      '{"speed": "fast"}',
      "content: expected [N][T][2] or an object with such arrays, got none",
    ],
    [
      "three.json",
      "[[[1, 2, 3], [1, 2, 3], [1, 2, 3]]]",
      "shape: expected (N, T, 2) or (N, 2T), got (1, 3, 3); keep x and y: array[..., :2]",
    ],
  ])("refuses %s by line", (name, content, message) => {
    expect(() => readTrajectoryFile(file(name, content))).toThrow(message);
  });

  it("refuses an array that holds no trajectories", () => {
    const path = join(folder, "b.npy");
    writeNpy(path, [1, 2, 3], [3]);
    expect(() => readTrajectoryFile(path)).toThrow("b.npy, shape: expected (N, T, 2) or (N, 2T), got (3)");
    writeNpy(path, [1, NaN, 1, 1], [1, 4]);
    expect(() => readTrajectoryFile(path)).toThrow(
      "b.npy, row 0: expected finite numbers, got (1, NaN) at step 1",
    );
    expect(() => readTrajectoryFile(join(folder, "none.npy"))).toThrow("none.npy, content");
  });
});
