import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readNotebookPage } from "../../lib/book/notebookPage";

const folder = mkdtempSync(join(tmpdir(), "page-"));
const path = join(folder, "03-labels.ipynb");

const read = (notebook: unknown): ReturnType<typeof readNotebookPage> => {
  writeFileSync(path, JSON.stringify(notebook));
  return readNotebookPage(path, (_, { cells }) =>
    cells.flatMap(({ id }, i) =>
      id === "c" ? [{ kind: "stale", cell: i + 1, id, reasons: ["data changed"] }] : [],
    ),
  );
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

  it("reads a minute written as a word, and knows when no time is given", () => {
    const opening = (line: string): object => ({
      nbformat: 4,
      cells: [prose(`# T\n\n${line}\n\nText. More.`)],
    });
    expect(read(opening("*About a minute, any computer.*")).minutes).toBe("1");
    expect(read(opening("*About two minutes, any computer.*")).minutes).toBe("2");
    expect(read(opening("*Some minutes, any computer.*")).minutes).toBeUndefined();
    expect(read(opening("*Any computer.*"))).toMatchObject({ minutes: undefined, about: "Text." });
    expect(read(opening("**Bold** is no time line of 9 min."))).toMatchObject({
      minutes: undefined,
      about: "Bold is no time line of 9 min.",
    });
  });

  it("keeps the cells, and which of them are stale", () => {
    const code = { cell_type: "code", id: "c", metadata: { tags: ["hint"] }, source: ["let a;\n", "a"] };
    const page = read({
      nbformat: 4,
      cells: [prose("# T"), code],
    });
    expect(page.cells.map(({ source }) => source)).toEqual(["# T", "let a;\na"]);
    expect(page.stale).toEqual([{ kind: "stale", cell: 2, id: "c", reasons: ["data changed"] }]);
  });

  it("says in one line what a broken notebook lacks", () => {
    expect(() => read({ nbformat: 3, cells: [] })).toThrow(
      "notebook 03-labels.ipynb: expected nbformat 4 with a list of cells, got nbformat 3; save it from Jupyter again",
    );
    expect(() => read([])).toThrow("expected a JSON object, got a list");
    expect(() => read({ nbformat: 4, cells: [prose("no heading")] })).toThrow(
      'expected a first heading "# …", got none',
    );
  });
});
