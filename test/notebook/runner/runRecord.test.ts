import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRunRecord } from "../../../lib/notebook/runner/runRecord";

let root: string;
let notebook: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "seven-fixes-record-"));
  notebook = join(root, "notebooks/a.ipynb");
  for (const path of [
    "notebooks/a.ipynb",
    "lib/dist/a.js",
    "data/mini/a.json",
    "data/generated/small/generator.json",
  ])
    write(path, "1");
});
afterEach(() => rmSync(root, { recursive: true }));

const isFresh = (setting = "laptop"): boolean => openRunRecord(setting, root).isFresh(notebook);

describe("openRunRecord(setting)", () => {
  it("knows a notebook after its run, in this setting only", () => {
    expect(isFresh()).toBe(false);
    openRunRecord("laptop", root).remember(notebook);
    expect(isFresh()).toBe(true);
    expect(isFresh("fast")).toBe(false);
  });

  it.each([
    "notebooks/a.ipynb",
    "lib/dist/a.js",
    "data/mini/a.json",
    "config.yaml",
    "data/generated/small/generator.json",
  ])("knows it no more when %s changes", (path) => {
    openRunRecord("laptop", root).remember(notebook);
    write(path, "2");
    expect(isFresh()).toBe(false);
  });

  it.each(["notebooks/b.ipynb", "lib/dist/a.d.ts", "data/runs/a.json", "data/generated/small/image/1.jpg"])(
    "still knows it when %s changes, which decides nothing",
    (path) => {
      openRunRecord("laptop", root).remember(notebook);
      write(path, "2");
      expect(isFresh()).toBe(true);
    },
  );

  it("takes a broken record for none", () => {
    openRunRecord("laptop", root).remember(notebook);
    write(".seven-fixes/run-record.json", "{");
    expect(isFresh()).toBe(false);
  });
});
