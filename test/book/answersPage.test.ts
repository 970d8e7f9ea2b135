import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { JSDOM } from "jsdom";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answersMarkdown, revealedIn, writeAnswers } from "../../lib/book/answersPage";
import { coursePlan } from "../../lib/book/coursePlan";
import { writeHandout } from "../../lib/book/handout";
import { handoutFacts } from "../../lib/book/handoutFacts";
import { readNotebookPage } from "../../lib/book/notebookPage";
import { type Cell, type Output } from "../../lib/jupyter/nbformat/notebook";
import { allNotebooks } from "../../lib/jupyter/runner/findNotebooks";
import { LESSONS, lessonOf } from "../../lib/lessons/lessons";

const notebooks = resolve(__dirname, "../../notebooks");
const original = join(notebooks, "02-reading-a-collapse.ipynb");

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "answers-"))));
afterAll(() => rmSync(folder, { recursive: true }));

/** A cell that revealed, with what it printed. */
const revealing = (source: string, ...said: readonly string[]): Cell => ({
  cell_type: "code",
  id: "cell",
  metadata: {},
  source,
  execution_count: 1,
  outputs: said.map((text): Output => ({
    output_type: "display_data",
    data: { "text/markdown": text },
    metadata: {},
  })),
});

describe("revealedIn(cells)", () => {
  it("finds the truths of a cell in the order asked, without what the reader guessed", () => {
    const cell = revealing(
      'lessons.reveal("first", a);\nlessons.reveal(\n  "second", b);',
      "The run says **B** · less. You made no guess.",
      "The run says **A** · more, 5.0 m and **C** · both. You guessed A: right.",
    );
    expect([...revealedIn([cell])]).toEqual([
      ["first", "**B** · less"],
      ["second", "**A** · more, 5.0 m and **C** · both"],
    ]);
  });

  it("knows nothing of a cell that was not run", () => {
    expect(revealedIn([revealing('lessons.reveal("first", a);')]).size).toBe(0);
  });
});

describe("answersMarkdown(pages)", () => {
  it("has every guess and every solution of the collection, parts in their order", () => {
    const text = answersMarkdown(allNotebooks().map((path) => readNotebookPage(path, () => [])));
    const missing = LESSONS.flatMap(({ questions, exercises }) => [
      ...Object.values(questions).map(({ ask }) => ask),
      ...Object.values(exercises).flatMap(({ solution, why }) => [solution, why]),
    ]).filter((words) => !text.includes(words));
    expect(missing).toEqual([]);
    expect(text.indexOf("### 18 ·")).toBeGreaterThan(text.indexOf("### 00 ·"));
    expect(text.indexOf("### 18 ·")).toBeLessThan(text.indexOf("### 01 ·"));
  });
});

describe("writeAnswers(paths, out, judge)", () => {
  it("writes one page that opens from disk, beside a handout in which none of it is found", () => {
    const out = join(folder, "answers");
    writeAnswers([original], out, () => []);
    writeAnswers([original], out, () => []); // in the place of the first
    writeHandout([original], join(folder, "handout"), () => []);
    const page = new JSDOM(readFileSync(join(out, "index.html"), "utf8")).window.document;
    const { questions, exercises } = lessonOf("02-reading-a-collapse");
    const said = [...page.querySelectorAll("p")].filter((p) => p.textContent.startsWith("The run says:"));
    expect(said.length).toBe(Object.keys(questions).length);
    expect(said.filter((p) => p.textContent.includes("nothing yet"))).toEqual([]);
    expect(page.querySelectorAll("main pre").length).toBe(Object.keys(exercises).length);
    const links = [...page.querySelectorAll("[href], [src]")].map(
      (link) => link.getAttribute("href") ?? link.getAttribute("src") ?? "",
    );
    expect(links.filter((link) => !link.startsWith("#") && !existsSync(join(out, link)))).toEqual([]);
    const handedOut = readdirSync(join(folder, "handout"), { recursive: true, encoding: "utf8" });
    expect(handedOut.filter((file) => file.includes("answers"))).toEqual([]);
  });

  it("does not replace a folder with something else in it", () => {
    writeFileSync(join(folder, "thesis.tex"), "years of work");
    expect(() => writeAnswers([original], folder, () => [])).toThrow("got one with other files");
  });
});

describe("coursePlan(notebooks)", () => {
  it("adds up words, guesses, exercises and the run of each page of a part", () => {
    const [row] = coursePlan([original]);
    const { questions, exercises, minutes } = lessonOf("02-reading-a-collapse");
    const words = readNotebookPage(original, () => [])
      .cells.filter((cell) => cell.cell_type === "markdown")
      .flatMap(({ source }) => source.match(/\S+/g) ?? []).length;
    const [guesses, tasks] = [Object.keys(questions).length, Object.keys(exercises).length];
    expect(row).toEqual({
      ...{ part: "Reading a collapse", pages: 1, guesses, exercises: tasks },
      minutes: Math.round(words / 100 + guesses + 5 * tasks + minutes),
    });
  });

  it("leaves out the teachers' page and what no part lists", () => {
    expect(coursePlan([join(notebooks, "21-for-teachers.ipynb")])).toEqual([]);
    expect(coursePlan([]).length).toBe(0);
    expect(coursePlan().reduce((sum, { pages }) => sum + pages, 0)).toBe(allNotebooks().length - 1);
  });
});

describe("handoutFacts(name)", () => {
  it("keeps the tasks and hints of a notebook's two exercises and neither solution", async () => {
    expect(await handoutFacts("02-reading-a-collapse")).toEqual([
      { copy: "yours", tasks: 2, hints: 2, solutions: 2 },
      { copy: "the class's", tasks: 2, hints: 2, solutions: 0 },
    ]);
  });

  it("refuses a name that fits no notebook", async () => {
    await expect(handoutFacts("99-nothing")).rejects.toThrow("notebook 99-nothing: expected a path");
  });
});
