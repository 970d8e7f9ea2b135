import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatNotebook } from "../../lib/jupyter/nbformat/formatNotebook";
import type { CodeCell, Notebook } from "../../lib/jupyter/nbformat/notebook";
import { fingerprint } from "../../lib/jupyter/runner/fingerprint";
import { outputRecord, withRecord } from "../../lib/jupyter/runner/outputRecord";

const project = resolve(__dirname, "../..");
let folder: string;
let path: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "seven-fixes-check-"));
  path = join(folder, "a.ipynb");
});
afterAll(() => rmSync(folder, { recursive: true }));

const notebookOf = (...sources: string[]): Notebook => ({
  metadata: {},
  cells: sources.map((source, i): CodeCell => {
    return { cell_type: "code", id: `c${i + 1}`, metadata: {}, source, execution_count: i + 1, outputs: [] };
  }),
});

const RUN = notebookOf("const a = 1;", "const b = a + 1;", "b;");

/** `seven-fixes check` of a notebook with these cells, which carries the record of a run of `RUN`. */
function check(now: Notebook, ...options: string[]): { code: number | null; out: string } {
  const record = outputRecord(RUN, fingerprint());
  writeFileSync(path, formatNotebook(withRecord(now, record)));
  const command = [join(project, "lib/bin/seven-fixes.cjs"), "check", path, ...options];
  const { status, stdout } = spawnSync(process.execPath, command, { encoding: "utf8", cwd: project });
  return { code: status, out: stdout };
}

describe("seven-fixes check", () => {
  it("finds nothing in a notebook that is as its run left it", () => {
    expect(check(RUN)).toEqual({ code: 0, out: "1 notebooks, 0 errors, 0 stale or unknown outputs\n" });
  });

  it("names type errors, an edited cell and those after it, with exit code 1", () => {
    const { code, out } = check(notebookOf("const a = 1;", 'const b: number = "2";', "b;"));
    expect(code).toBe(1);
    expect(out.split("\n")).toEqual([
      "a.ipynb, cell 2 (c2), line 1:7: Type 'string' is not assignable to type 'number'.",
      "a.ipynb, cell 2: stale: its source changed since its output was made",
      "a.ipynb, cell 3: stale: an earlier cell changed (cell 2)",
      "1 notebooks, 1 errors, 2 stale or unknown outputs",
      "",
    ]);
  });

  it("--json gives both as data", () => {
    const { code, out } = check(notebookOf("const a = 1;", "const b = a + 1;", "a;"), "--json");
    const reasons = ["its source changed since its output was made"];
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      errors: [],
      stale: [{ path, kind: "stale", cell: 3, id: "c3", reasons }],
    });
  });
});
