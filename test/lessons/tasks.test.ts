import { JSDOM } from "jsdom";
import { join, resolve } from "node:path";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { readNotebookPage } from "../../lib/book/notebookPage";
import { renderMarkdown } from "../../lib/book/renderMarkdown";
import { renderNotebook } from "../../lib/book/renderNotebook";
import { check } from "../../lib/lessons/exercise";
import { exerciseOf, LESSONS } from "../../lib/lessons/lessons";
import { taskText } from "../../lib/lessons/taskText";
import { EXERCISE_CELLS, filledIn, runExerciseCell, solved } from "./exerciseCells";
import { NOTEBOOKS } from "./notebookFiles";
import { asReader } from "./reader";

const reader = asReader();
const folder = resolve(__dirname, "../../notebooks");

/** Numbers of a text without their signs; digits may be grouped by no-break spaces. */
const numbersIn = (text: string): number[] =>
  (text.replaceAll("\u00a0", "").match(/(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi) ?? []).map(Number);

/** The numeric literals of a piece of code. */
function literalsOf(code: string): number[] {
  const found: number[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNumericLiteral(node)) found.push(Number(node.text));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("solution.ts", code, ts.ScriptTarget.ES2022));
  return found;
}

/** Nothing anybody has to be told: a first index, a sign, a whole. */
const TRIVIAL = [0, 1];

/** The cells in front of an exercise's, as one reads them: source and what the outputs say. */
function pageBefore({ name, cell }: (typeof EXERCISE_CELLS)[number]): string {
  const cells = NOTEBOOKS.find((notebook) => notebook.name === name)?.cells ?? [];
  const before = cells.slice(0, cells.indexOf(cell));
  return before.map(({ source, text }) => `${source}\n${text}`).join("\n");
}

/** The number a solved cell hands to `check`; undefined where that is no number. */
function solvedNumber(source: string, id: string): number | undefined {
  let answer: unknown;
  runExerciseCell(solved(source, id), (_, given) => void (answer = given));
  return typeof answer === "number" ? answer : undefined;
}

const bare = (code: string): string => code.replace(/\s+/g, "").replace(/;$/, "");

it("every exercise of every lesson has its cell", () => {
  const ids = LESSONS.flatMap(({ exercises }) => Object.keys(exercises));
  expect(EXERCISE_CELLS.map(({ id }) => id).sort()).toEqual(ids.sort());
});

describe.each(EXERCISE_CELLS)("the task of $id in $name", ({ source, id }) => {
  const { task, uses, finds = [], solution } = exerciseOf(id);

  it("stands above the verdict, be it not yet, not right or right", () => {
    const printed = (code: string): string => {
      runExerciseCell(code, check);
      return reader.printed().at(-1) ?? "";
    };
    const nonsense = solution.startsWith("  return ")
      ? '  return "nonsense";'
      : solution.replace(/=[^>][^]*$/, '= () => "nonsense";');
    const wrong = filledIn(source, nonsense);
    const said = `Exercise. ${task.replaceAll("`", "")}\n\n`;
    expect(printed(source).startsWith(`${said}Not yet.`)).toBe(true);
    expect(printed(wrong).startsWith(`${said}Not right.`)).toBe(true);
    expect(printed(solved(source, id)).startsWith(`${said}Right.`)).toBe(true);
  });

  it("gives every number the answer is worked out from", () => {
    expect(uses.filter((number) => !numbersIn(task).includes(number))).toEqual([]);
  });

  it("accounts for every number of the solution: given, found by the reader or trivial", () => {
    const known = [...uses, ...finds, ...TRIVIAL];
    expect(literalsOf(solution).filter((number) => !known.includes(number))).toEqual([]);
  });

  it("gives away nothing the reader is to find", () => {
    expect(finds.filter((number) => numbersIn(task).includes(number))).toEqual([]);
  });

  it("has at most 60 words", () => {
    expect(task.split(/\s+/).filter((word) => /[a-z\d]/i.test(word)).length).toBeLessThanOrEqual(60);
  });
});

/** Answers with a fraction: a whole number stands on a page by chance. */
const fractions = EXERCISE_CELLS.flatMap((exercise) => {
  const answer = solvedNumber(exercise.source, exercise.id) ?? 0;
  return Number.isInteger(answer) ? [] : [{ ...exercise, answer: Math.abs(answer) }];
});

it.each(fractions)("the page before $id does not print its answer, $answer", ({ answer, ...exercise }) => {
  const near = numbersIn(pageBefore(exercise)).filter((number) => Math.abs(number / answer - 1) < 0.005);
  expect(near).toEqual([]);
});

/** What is to be written in place of the stub's null, where that is more than a number or two. */
const written = EXERCISE_CELLS.flatMap((exercise) => {
  const [, body = ""] = exerciseOf(exercise.id).solution.split(/=>|\| null =/);
  return bare(body).length < 12 ? [] : [{ ...exercise, body: bare(body) }];
});

it.each(written)("no other cell holds the code that solves $id", ({ body, cell }) => {
  const others = NOTEBOOKS.flatMap(({ cells }) => cells).filter((one) => one !== cell);
  expect(others.filter(({ source }) => bare(source).includes(body)).map(({ id }) => id)).toEqual([]);
});

describe.each(NOTEBOOKS)("the book's page $name", ({ name }) => {
  let page: Document;
  beforeAll(() => {
    const { html } = renderNotebook(readNotebookPage(join(folder, `${name}.ipynb`), () => []));
    page = new JSDOM(html).window.document;
  });

  it("shows each task once, above the stub it belongs to", () => {
    const here = EXERCISE_CELLS.filter((exercise) => exercise.name === name);
    const plain = (markdown: string): string =>
      new JSDOM(renderMarkdown(markdown).html).window.document.body.textContent.trim();
    expect([...page.querySelectorAll(".task")].map((task) => task.textContent.trim())).toEqual(
      here.map(({ id }) => plain(taskText(exerciseOf(id)))),
    );
    const cells = here.map(({ cell }) => page.getElementById(cell.id));
    expect(cells.map((cell) => cell?.firstElementChild?.className)).toEqual(here.map(() => "task"));
    expect(
      cells.map((cell) => cell?.querySelector(".task + .code")?.textContent.includes("your answer")),
    ).toEqual(here.map(() => true));
  });
});
