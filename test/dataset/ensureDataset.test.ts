import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ensureDataset } from "../../lib/simulator/ensureDataset";
import { openDataset } from "../../lib/dataset/openDataset";

const built = resolve(__dirname, "../../lib/dist/simulator/ensureDataset.js");
/** Above the largest process id of Linux, macOS and Windows in practice. */
const NOBODY = 99_999_999;
let home = "";
let lines: string[] = [];
const log = (line: string): void => void lines.push(line);
const madeAt = (folder: string): number => statSync(join(folder, "generator.json")).mtimeMs;
const ensure = (): Promise<string> => ensureDataset({ size: "mini", home, log });

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "generated sets "));
  lines = [];
});
afterEach(() => rmSync(home, { recursive: true }));

describe("ensureDataset", () => {
  it("makes what is missing, over what a killed process left; finds it; makes it anew when its version is older", async () => {
    mkdirSync(join(home, `.mini.${NOBODY}.partial`));
    mkdirSync(join(home, `.mini.${process.ppid}.partial`, "of somebody alive"), { recursive: true });
    writeFileSync(join(home, ".mini.lock"), String(NOBODY));
    const folder = await ensure();
    expect(folder).toBe(join(home, "mini"));
    expect(openDataset(folder)).toHaveLength(2);
    const made = madeAt(folder);
    expect(await ensure()).toBe(folder);
    expect(madeAt(folder)).toBe(made);
    expect(lines).toEqual([]);
    expect(readdirSync(home)).not.toContain(`.mini.${NOBODY}.partial`);
    expect(readdirSync(home)).not.toContain(".mini.lock");

    writeFileSync(join(folder, "generator-version.txt"), "older");
    writeFileSync(join(folder, "of-the-old-set.txt"), "");
    await ensure();
    expect(existsSync(join(folder, "of-the-old-set.txt"))).toBe(false);
    expect(openDataset(folder)).toHaveLength(2);
    expect(lines).toEqual([expect.stringMatching(/mini was made by another version of the generator/)]);
  });

  it("of two processes at once lets one make it and the other wait; every seed and layout has its own place", async () => {
    const options = JSON.stringify({ size: "mini", seed: 2, layout: "v2x-seq-spd", home });
    const script = `require(${JSON.stringify(built)}).ensureDataset(${options}).then(console.log)`;
    const runs = await Promise.all([1, 2].map(() => promisify(execFile)("node", ["-e", script])));
    expect(runs.map(({ stdout }) => stdout.trim())).toEqual(
      Array<string>(2).fill(join(home, "mini-seed-2-v2x-seq-spd")),
    );
    const told = runs.map(({ stderr }) => stderr);
    expect(told.filter((text) => text.includes("made "))).toHaveLength(1);
    expect(told.filter((text) => /waiting for process \d+, which makes .*mini/.test(text))).toHaveLength(1);
    expect(readdirSync(home)).toEqual(["mini-seed-2-v2x-seq-spd"]);
  });

  it("refuses a folder that holds something else, and leaves it", async () => {
    mkdirSync(join(home, "mini"));
    writeFileSync(join(home, "mini", "thesis.txt"), "mine");
    await expect(ensure()).rejects.toThrow(/mini: expected an empty or new folder, got 1 entries/);
    expect(readdirSync(home)).toEqual(["mini"]);
  });
});
