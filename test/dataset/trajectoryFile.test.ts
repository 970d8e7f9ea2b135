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
    expect(readTrajectoryFile(file("quoted.csv", lines.replaceAll(/\d+/g, '"$&"')))).toEqual(TWO);
  });

  it("reads a long CSV by its header, whatever the order of columns and rows", () => {
    const rows = TWO.flatMap((t, i) => t.map(([x, y], j) => `${y},${j},s${i},${x}`));
    expect(readTrajectoryFile(file("long.csv", ["y,step,sample,x", ...rows.reverse()].join("\n")))).toEqual(
      [...TWO].reverse(),
    );
  });

  it.each([
    ["ragged.csv", "1,2,3,4\n1,2\n", "line 2: expected 4 cells (x, y of each step), got 2"],
    ["word.csv", "1,2\n1,two\n", "line 2: expected finite numbers"],
    ["nan.csv", "x1,y1\n1,\n", "line 2: expected finite numbers, got (1, NaN) at step 1"],
    ["odd.csv", "1,2,3\n", "line 1: expected an even number of cells"],
    ["empty.csv", "\n", "content: expected at least one line of numbers"],
    ["twice.csv", "sample,step,x,y\na,1,0,0\na,1,0,0\n", "line 3: expected step 1 of sample a once"],
    ["short.csv", "sample,step,x,y\na,1,0,0\na,2,0,0\nb,1,0,0\n", "sample b: expected 2 steps, got 1"],
    ["note.txt", "1,2", "name: expected a .npy or .csv file"],
  ])("refuses %s by line", (name, content, message) => {
    expect(() => readTrajectoryFile(file(name, content))).toThrow(message);
  });

  it("refuses an array that holds no trajectories", () => {
    const path = join(folder, "b.npy");
    writeNpy(path, [1, 2, 3], [3]);
    expect(() => readTrajectoryFile(path)).toThrow("b.npy, shape: expected (N, T, 2) or (N, 2T), got (3)");
    writeNpy(path, [1, NaN], [1, 2]);
    expect(() => readTrajectoryFile(path)).toThrow(
      "b.npy, row 0: expected finite numbers, got (1, NaN) at step 1",
    );
    expect(() => readTrajectoryFile(join(folder, "none.npy"))).toThrow("none.npy, content");
  });
});
