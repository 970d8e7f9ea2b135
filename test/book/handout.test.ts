import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { JSDOM } from "jsdom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withoutSolutions, writeHandout } from "../../lib/book/handout";
import { exerciseOf } from "../../lib/lessons/lessons";
import { readNotebook } from "../../lib/jupyter/nbformat/readNotebook";
import { recordIn } from "../../lib/jupyter/runner/outputRecord";
import { staleCells } from "../../lib/jupyter/runner/staleCells";

const original = resolve(__dirname, "../../notebooks/02-reading-a-collapse.ipynb");
const EXERCISES = ["slope-from-two", "read-a-run"];

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "handout-"))));
afterAll(() => rmSync(folder, { recursive: true }));

/** Everything in a folder that is text, joined. */
const textsIn = (root: string): string =>
  readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(?:html|ipynb)$|search-index/.test(file))
    .map((file) => readFileSync(join(root, file), "utf8"))
    .join("\n");

describe("withoutSolutions(notebook)", () => {
  const notebook = readNotebook(original);
  const handedOut = withoutSolutions(notebook);

  it("keeps hints with what they show, exercises and everything else", () => {
    const changed = handedOut.cells.filter((cell, i) => cell !== notebook.cells[i]);
    expect(changed.map(({ source }) => source)).toEqual(EXERCISES.map((id) => `lessons.hint("${id}");`));
    expect(changed.map((cell) => cell.cell_type === "code" && cell.outputs.length)).toEqual([1, 1]);
  });

  it("drops a cell that is all solution", () => {
    const cell = { cell_type: "markdown", id: "s", metadata: { tags: ["solution"] }, source: "42" } as const;
    expect(withoutSolutions({ metadata: {}, cells: [cell] }).cells).toEqual([]);
  });

  it("carries a record that is as true as the original's", () => {
    const record = recordIn(handedOut);
    expect(record).toBeDefined();
    expect(record && staleCells(handedOut, record, record)).toEqual([]);
    const edited = notebook.cells.map((cell) => ({ ...cell, source: `${cell.source} ` }));
    expect(recordIn(withoutSolutions({ ...notebook, cells: edited }))).toBeUndefined();
  });
});

describe("writeHandout(paths, out, judge)", () => {
  it("writes notebooks and book in which no solution is to be found, and leaves the originals alone", () => {
    const out = join(folder, "handout");
    const before = readFileSync(original, "utf8");
    writeHandout([original], out, () => []);
    writeHandout([original], out, () => []); // in the place of the first
    const texts = textsIn(out);
    for (const id of EXERCISES) {
      const words = exerciseOf(id).why.slice(0, 30);
      expect(textsIn(resolve(original, "..")), id).toContain(words);
      expect(texts.includes(words), id).toBe(false);
      expect(texts.includes(String.raw`lessons.hint(\"${id}\")`), id).toBe(true); // as a notebook file writes it
    }
    expect(/<summary>Solution|solution\(/.exec(texts)?.[0]).toBeUndefined();
    expect(existsSync(join(out, "book/index.html"))).toBe(true);
    expect(readFileSync(original, "utf8")).toBe(before);
  });

  it("shows every task in its book, above the stub", () => {
    const out = join(folder, "with tasks");
    writeHandout([original], out, () => []);
    const html = readFileSync(join(out, "book/02-reading-a-collapse.html"), "utf8");
    const page = new JSDOM(html).window.document;
    const tasks = [...page.querySelectorAll(".task")].map((task) => task.textContent.slice(0, 30));
    expect(tasks).toEqual(EXERCISES.map((id) => `Exercise. ${exerciseOf(id).task}`.slice(0, 30)));
  });

  it("does not replace a folder with something else in it", () => {
    writeFileSync(join(folder, "thesis.tex"), "years of work");
    expect(() => writeHandout([original], folder, () => [])).toThrow("got one with other files");
  });
});
