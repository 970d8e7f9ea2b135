import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openRunRecord } from "../../../lib/jupyter/runner/runRecord";

let root: string;
let notebook: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const notebookText = (source: string): string =>
  JSON.stringify({
    nbformat: 4,
    metadata: {},
    cells: [{ cell_type: "code", id: "a", metadata: {}, source, execution_count: 1, outputs: [] }],
  });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "seven-fixes-record-"));
  notebook = join(root, "notebooks/a.ipynb");
  for (const path of ["lib/a.ts", "lib/dist/a.js", "data/mini/a.json"]) write(path, "1");
  write("notebooks/a.ipynb", notebookText("1"));
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
    ["notebooks/a.ipynb", notebookText("2")],
    ["lib/dist/a.js", "2"],
    ["lib/dist/a.wasm", "2"],
    ["data/mini/a.json", "2"],
    ["config.yaml", "2"],
    ["package-lock.json", '{"packages": {"node_modules/tslab": {"version": "2"}}}'],
  ])("knows it no more when %s changes", (path, text) => {
    openRunRecord("laptop", root).remember(notebook);
    write(path, text);
    expect(isFresh()).toBe(false);
  });

  it.each([
    ["notebooks/b.ipynb", notebookText("2")],
    ["lib/a.ts", "2"], // what runs is the build
    ["lib/dist/a.d.ts", "2"],
    ["lib/dist/gone.js", "2"], // left by the compiler: it has no source
    ["lib/dist/cli/run.js", "2"],
    ["data/runs/a.json", "2"],
    ["data/generated/small/generator.json", "2"], // made anew wherever it does not fit the code
    ["package-lock.json", '{"packages": {"node_modules/vitest": {"version": "2", "dev": true}}}'],
  ])("still knows it when %s changes, which decides nothing", (path, text) => {
    write("lib/cli/run.ts", "1");
    openRunRecord("laptop", root).remember(notebook);
    write(path, text);
    expect(isFresh()).toBe(true);
  });

  it("tells what the outputs of the last run were made from, in this setting only", () => {
    expect(openRunRecord("laptop", root).made(notebook)).toBeUndefined();
    openRunRecord("laptop", root).remember(notebook);
    expect(openRunRecord("laptop", root).made(notebook)?.sources).toHaveLength(1);
    expect(openRunRecord("fast", root).made(notebook)).toBeUndefined();
  });

  it("takes a broken record for none", () => {
    openRunRecord("laptop", root).remember(notebook);
    for (const broken of ["{", JSON.stringify({ [notebook]: "an old hash" })]) {
      write(".seven-fixes/run-record.json", broken);
      expect(isFresh()).toBe(false);
      expect(openRunRecord("laptop", root).made(notebook)).toBeUndefined();
    }
  });
});
