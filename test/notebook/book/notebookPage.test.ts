import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readNotebookPage } from "../../../lib/notebook/book/notebookPage";

const folder = mkdtempSync(join(tmpdir(), "page-"));
const path = join(folder, "03-labels.ipynb");

const read = (notebook: unknown): ReturnType<typeof readNotebookPage> => {
  writeFileSync(path, JSON.stringify(notebook));
  return readNotebookPage(path);
};

const prose = (source: string | string[]): object => ({
  cell_type: "markdown",
  id: "t",
  metadata: {},
  source,
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("readNotebookPage(path)", () => {
  it("takes question, minutes and first sentence from the opening", () => {
    const page = read({
      nbformat: 4,
      cells: [
        prose(["# Whose **car**?\n", "\n", "*10–15 min, laptop.*\n"]),
        prose("One is first. Two is not."),
      ],
    });
    expect(page).toMatchObject({
      name: "03-labels",
      title: "Whose car?",
      minutes: "10–15",
      about: "One is first.",
    });
  });

  it("joins lists of lines and reads outputs by kind", () => {
    const outputs = [
      { output_type: "stream", name: "stderr", text: ["a\n", "b"] },
      { output_type: "error", ename: "E", evalue: "v", traceback: ["x", "y"] },
      { output_type: "execute_result", data: { "text/plain": ["1", "2"], "application/json": [1] } },
    ];
    const code = {
      cell_type: "code",
      id: "c",
      metadata: { tags: ["hint"] },
      source: ["let a;\n", "a"],
      outputs,
    };
    expect(read({ nbformat: 4, cells: [prose("# T"), code] }).cells[1]).toEqual({
      kind: "code",
      id: "c",
      source: "let a;\na",
      tags: ["hint"],
      outputs: [
        { kind: "stream", name: "stderr", text: "a\nb" },
        { kind: "error", title: "E: v", traceback: "x\ny" },
        { kind: "data", data: { "text/plain": "12", "application/json": [1] } },
      ],
    });
  });

  it("says in one line what a broken notebook lacks", () => {
    expect(() => read({ nbformat: 3, cells: [] })).toThrow(
      "notebook 03-labels.ipynb: expected nbformat 4 with cells, got nbformat 3; save it from Jupyter again",
    );
    expect(() => read([])).toThrow("expected nbformat 4 with cells, got object");
    expect(() => read({ nbformat: 4, cells: [prose("no heading")] })).toThrow(
      'expected a first heading "# …", got none',
    );
  });
});
