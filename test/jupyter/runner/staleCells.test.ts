import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cleanNotebook } from "../../../lib/jupyter/nbformat/cleanNotebook";
import { formatNotebook } from "../../../lib/jupyter/nbformat/formatNotebook";
import type { Cell, CodeCell, Notebook } from "../../../lib/jupyter/nbformat/notebook";
import { parseNotebook } from "../../../lib/jupyter/nbformat/readNotebook";
import type { Fingerprint } from "../../../lib/jupyter/runner/fingerprint";
import { outputRecord, recordIn, withRecord } from "../../../lib/jupyter/runner/outputRecord";
import { openRunRecord } from "../../../lib/jupyter/runner/runRecord";
import {
  describeStale,
  groupStale,
  runnableCells,
  openStaleCheck,
  staleCells,
  type StaleCell,
} from "../../../lib/jupyter/runner/staleCells";

const NOW: Fingerprint = { library: "l", data: "d", settings: "s", versions: "v" };

const code = (id: string, source: string, text = `${id}\n`): CodeCell => ({
  cell_type: "code",
  id,
  metadata: {},
  source,
  execution_count: 1,
  outputs: text === "" ? [] : [{ output_type: "stream", name: "stdout", text }],
});

/** A title, then code cells: cell 1 is `a`, cell 2 prints nothing, cells 3 and 4 are `c` and `d`. */
const CELLS: readonly Cell[] = [
  { cell_type: "markdown", id: "title", metadata: {}, source: "# A" },
  code("a", "const a = 1;"),
  code("b", "const b = 2;", ""),
  code("c", "a + b"),
  code("d", "b - a"),
];

const RUN: Notebook = { metadata: {}, cells: CELLS };
const RECORD = outputRecord(RUN, NOW);

const judged = (cells: readonly Cell[], now = NOW): string[] =>
  staleCells({ metadata: {}, cells }, RECORD, now).map(
    ({ kind, cell, reasons }) => `${cell} ${kind}: ${reasons.join(", ")}`,
  );

const withCell = (index: number, changes: Partial<CodeCell>): Cell[] =>
  CELLS.map((cell, i) => (i === index && cell.cell_type === "code" ? { ...cell, ...changes } : cell));

describe("staleCells(notebook, record, now)", () => {
  it("of an untouched notebook is empty, also when its prose is edited", () => {
    expect(judged(CELLS)).toEqual([]);
    expect(judged([{ ...(CELLS[0] as Cell), source: "# Another question" }, ...CELLS.slice(1)])).toEqual([]);
  });

  it("names an edited cell and those after it, and no other", () => {
    expect(judged(withCell(2, { source: "const b = 3;" }))).toEqual([
      "2 stale: its source changed since its output was made",
      "3 stale: an earlier cell changed (cell 2)",
      "4 stale: an earlier cell changed (cell 2)",
    ]);
    expect(judged(withCell(4, { source: "0" }))).toEqual([
      "4 stale: its source changed since its output was made",
    ]);
  });

  it("names a new cell and those after it, and what follows a removed or moved one", () => {
    const fresh = { ...code("new", "let e;", ""), execution_count: null };
    expect(judged([...CELLS.slice(0, 3), fresh, ...CELLS.slice(3)])).toEqual([
      "3 unknown: not run since it was written or cleared",
      "4 stale: an earlier cell changed (cell 3)",
      "5 stale: an earlier cell changed (cell 3)",
    ]);
    const moved = "an earlier cell was removed or moved";
    expect(judged(CELLS.filter((_, i) => i !== 2))).toEqual([`2 stale: ${moved}`, `3 stale: ${moved}`]);
  });

  it.each([
    ["library", "library changed"],
    ["data", "data changed"],
    ["settings", "settings changed (config.yaml)"],
    ["versions", "versions changed (package-lock.json)"],
  ])("names every cell when the hash of the %s is another", (part, reason) => {
    const expected = [1, 2, 3, 4].map((cell) => `${cell} stale: ${reason}`);
    expect(judged(CELLS, { ...NOW, [part]: "x" })).toEqual(expected);
  });

  it("does not know of outputs that somebody else made, also of a cell edited and run by hand", () => {
    const foreign = "unknown: its output was not made by `npm start`";
    const other = code("c", "a + b", "other\n").outputs;
    expect(judged(withCell(3, { outputs: other }))).toEqual([`3 ${foreign}`]);
    expect(judged(withCell(4, { source: "0", outputs: other }))).toEqual([`4 ${foreign}`]);
  });

  it("knows nothing of a notebook without a record, or with a damaged one", () => {
    const damaged = [undefined, null, 7, "x", [], { ...RECORD, sources: [1] }, { ...RECORD, library: null }];
    for (const record of damaged) {
      const notebook = { ...RUN, metadata: { "seven-fixes": record } };
      expect(recordIn(notebook)).toBeUndefined();
      expect(staleCells(notebook, recordIn(notebook), NOW)).toEqual(
        ["a", "b", "c", "d"].map((id, i): StaleCell => {
          return { kind: "unknown", cell: i + 1, id, reasons: ["never run by `npm start`"] };
        }),
      );
    }
  });

  it("is not misled by what JupyterLab and clean do to a file", () => {
    const figure = {
      "application/vnd.plotly.v1+json": { layout: { height: 9 }, data: [] },
      "text/plain": "A",
    };
    const shown = (count: number, picture: object): CodeCell["outputs"] => [
      { output_type: "display_data", metadata: {}, data: { ...figure, ...picture } },
      { output_type: "execute_result", metadata: {}, data: { "text/plain": "1" }, execution_count: count },
    ];
    const run = { metadata: {}, cells: withCell(3, { outputs: shown(3, {}) }) };
    const { metadata } = withRecord(run, outputRecord(run, NOW));
    const saved = formatNotebook({
      metadata,
      cells: withCell(3, { outputs: shown(17, { "image/png": "iVBO" }) }),
    });
    for (const text of [saved, cleanNotebook(saved, "a")]) {
      const notebook = parseNotebook(text, "a");
      expect(staleCells(notebook, recordIn(notebook), NOW)).toEqual([]);
    }
  });
});

describe("openStaleCheck(setting, root)", () => {
  let root: string;
  let path: string;
  const write = (file: string, text: string): void => {
    mkdirSync(join(root, file, ".."), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  const check = (): StaleCell[] => [
    ...openStaleCheck("laptop", root)(path, parseNotebook(formatNotebook(RUN), path)),
  ];

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "seven-fixes-stale-"));
    path = join(root, "notebooks/a.ipynb");
    for (const file of ["lib/a.ts", "lib/dist/a.js", "data/a.json"]) write(file, "1");
    write("notebooks/a.ipynb", formatNotebook(RUN));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it("accepts what the last run here confirmed, until the library changes again", () => {
    expect(check().map(({ kind }) => kind)).toEqual(["unknown", "unknown", "unknown", "unknown"]);
    openRunRecord("laptop", root).remember(path);
    expect(check()).toEqual([]);
    write("lib/dist/a.js", "2");
    expect(check().map(({ reasons }) => reasons)).toEqual(Array(4).fill(["library changed"]));
  });

  it("does not take a run in another setting for this one", () => {
    openRunRecord("fast", root).remember(path);
    expect(check()).toHaveLength(4);
  });
});

describe("groupStale(cells) and describeStale(path, group, all)", () => {
  it("put cells with the same reasons on one line, in order", () => {
    const cells = staleCells({ ...RUN, cells: withCell(2, { source: "x" }) }, RECORD, NOW);
    const all = runnableCells(RUN);
    expect(groupStale(cells).map((group) => describeStale("notebooks/a.ipynb", group, all))).toEqual([
      "a.ipynb, cell 2: stale: its source changed since its output was made",
      "a.ipynb, cells 3, 4: stale: an earlier cell changed (cell 2)",
    ]);
    const data = groupStale(staleCells(RUN, RECORD, { ...NOW, data: "other" }));
    expect(data.map((group) => describeStale("notebooks/a.ipynb", group, all))).toEqual([
      "a.ipynb, all cells: stale: data changed",
    ]);
  });
});
