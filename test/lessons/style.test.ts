import * as ts from "typescript";
import { describe, expect, it } from "vitest";
import { INCIDENT } from "../../lib/lessons/incident";
import { LESSONS } from "../../lib/lessons/lessons";
import { quotations, unboundNumbers } from "../../lib/lessons/unboundNumbers";
import { median } from "../../lib/math/statistics";
import { CELL_COLUMNS, formatCell } from "../formatCells.mjs";
import { NOTEBOOKS } from "./notebookFiles";

const lineCount = (source: string): number => source.split("\n").length;

/** Words a reader reads: markers, link targets and formulas are none. */
const words = (markdown: string): number =>
  markdown
    .replace(/<!--[^]*?-->/g, "")
    .replace(/\]\([^)]*\)/g, "]")
    .replace(/\$[^$]*\$/g, "formula")
    .split(/\s+/)
    .filter((word) => /[a-z\d]/i.test(word)).length;

/** The ids of a cell's claims: `claim("id", …)` or the keys of `claim({ … })`. */
function claimedIds(source: string): string[] {
  const cell = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest);
  const ids: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /(^|\.)claim$/.test(node.expression.getText(cell))) {
      const [first] = node.arguments;
      if (first !== undefined && ts.isStringLiteral(first)) ids.push(first.text);
      if (first !== undefined && ts.isObjectLiteralExpression(first)) {
        ids.push(...first.properties.flatMap(({ name }) => name?.getText(cell).replace(/"/g, "") ?? []));
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(cell);
  return ids;
}

/** Properties written as a name alone whose value another cell declares: `{ speed }`. */
function borrowedShorthands(source: string): string[] {
  const cell = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.Latest);
  const own = new Set<string>();
  const used: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isShorthandPropertyAssignment(node)) used.push(node.name.text);
    if (
      (ts.isVariableDeclaration(node) ||
        ts.isBindingElement(node) ||
        ts.isParameter(node) ||
        ts.isFunctionDeclaration(node)) &&
      node.name !== undefined &&
      ts.isIdentifier(node.name)
    )
      own.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(cell);
  return used.filter((name) => !own.has(name));
}

/** All numbers of the incident document, as absolute values. */
function documentNumbers(value: unknown): number[] {
  if (typeof value === "number") return [Math.abs(value)];
  return value === null || typeof value !== "object" ? [] : Object.values(value).flatMap(documentNumbers);
}

describe.each(NOTEBOOKS)("$name", ({ name, bytes, cells }) => {
  const code = cells.filter(({ kind }) => kind === "code");
  const prose = cells.filter(({ kind }) => kind === "markdown");
  const lengths = code.map(({ source }) => lineCount(source));

  it("asks a question in its title and begins with set-up", () => {
    expect(prose[0]?.source).toMatch(/^# [^\n]+\?\n/);
    expect(prose[0]?.source, "time and prerequisites in one emphasised line").toMatch(
      /^\*[^*\n]*minute[^*\n]*\*$/m,
    );
    expect(code[0]?.source).toContain(`await lessons.setUp("${name}")`);
    const imports = /^import \{[^}]*\} from "seven-fixes";\n/.exec(code[0]?.source ?? "")?.[0] ?? "";
    expect(lineCount((code[0]?.source ?? "").replace(imports, ""))).toBeLessThanOrEqual(3);
  });

  it("is small: 12 to 30 code cells, half of them up to 12 lines, nine tenths up to 30, at most 400 kB", () => {
    expect(code.length).toBeGreaterThanOrEqual(12);
    expect(code.length).toBeLessThanOrEqual(30);
    expect(median(lengths)).toBeLessThanOrEqual(12);
    expect(lengths.filter((length) => length > 30).length).toBeLessThanOrEqual(code.length / 10);
    expect(bytes).toBeLessThanOrEqual(400_000);
  });

  it("has cells as the formatter leaves them, no line of code longer than 88 columns", async () => {
    const formatted = await Promise.all(
      code.map(async ({ id, source }) => ({ id, source: await formatCell(source) })),
    );
    expect(formatted).toEqual(code.map(({ id, source }) => ({ id, source })));
    const wide = code.filter(({ source }) => source.split("\n").some((line) => line.length > CELL_COLUMNS));
    expect(wide.map(({ id }) => id)).toEqual([]);
  });

  it("claims what its lesson has a band for, each once, and nothing else", () => {
    const claimed = code.flatMap(({ source }) => claimedIds(source)).sort();
    const lesson = LESSONS.find(({ notebook }) => notebook === name);
    expect(claimed).toEqual(Object.keys(lesson?.claims ?? {}).sort());
  });

  it("leaves what depends on the speed to its lesson", () => {
    const conditions = code.filter(({ source }) => /speed\s*[!=]==|\? \{ low:/.test(source));
    expect(conditions.map(({ id }) => id)).toEqual([]);
  });

  it("keeps every Markdown cell to 60 words", () => {
    expect(prose.filter(({ source }) => words(source) > 60).map(({ id }) => id)).toEqual([]);
  });

  it("has cell ids that are unique words", () => {
    const ids = cells.map(({ id }) => id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i || !/^[a-z][a-z\d-]+$/.test(id))).toEqual([]);
  });

  it("puts every number of its prose into a claim or a quotation", () => {
    const loose = prose.flatMap(({ id, source }) =>
      unboundNumbers(source).map((number) => `${id}: ${number}`),
    );
    expect(loose).toEqual([]);
  });

  it("writes no property as the name alone of what another cell declares: tslab's own kernel loses it", () => {
    const borrowed = code.flatMap(({ id, source }) =>
      borrowedShorthands(source).map((name) => `${id}: ${name}`),
    );
    expect(borrowed).toEqual([]);
  });

  it("has filled every claim", () => {
    expect(prose.filter(({ source }) => /-->\?<!--/.test(source)).map(({ id }) => id)).toEqual([]);
  });

  it("quotes only numbers that stand in the document", () => {
    // Round figures of the text (67 for 67.49 and 66.77) may be cut to whole metres.
    const known = new Set(documentNumbers(INCIDENT).flatMap((value) => [value, Math.round(value)]));
    const quoted = prose
      .flatMap(({ source }) => quotations(source))
      .flatMap((text) => text.match(/[\d.]+/g) ?? []);
    expect(quoted.filter((text) => !known.has(Number(text)))).toEqual([]);
  });

  it("imports only the library, danfo, tfjs and node's own modules", () => {
    const imported = code.flatMap(({ source }) =>
      [...source.matchAll(/^import .* from "([^"]+)"/gm)].map((match) => match[1] ?? ""),
    );
    const allowed = /^(?:seven-fixes|danfojs-node|@tensorflow\/tfjs|node:\w+)$/;
    expect(imported.filter((module) => !allowed.test(module))).toEqual([]);
  });

  it("asks each question and sets each exercise of its lesson, with hint and solution", () => {
    const text = code.map(({ source }) => source).join("\n");
    const lesson = LESSONS.find(({ notebook }) => notebook === name);
    const calls = (fn: string): string[] =>
      [...text.matchAll(new RegExp(`\\b${fn}\\(\\s*"([^"]+)"`, "g"))].map((match) => match[1] ?? "").sort();
    expect(calls("predict")).toEqual(Object.keys(lesson?.questions ?? {}).sort());
    expect([...new Set(calls("reveal"))]).toEqual(calls("predict"));
    expect(calls("check")).toEqual(Object.keys(lesson?.exercises ?? {}).sort());
    expect(calls("hint")).toEqual(calls("check"));
    const folded = cells.filter(({ tags }) => tags.includes("solution")).map(({ source }) => source);
    expect(folded.flatMap((source) => source.match(/solution\("([^"]+)"\)/)?.[1] ?? []).sort()).toEqual(
      calls("check"),
    );
  });

  it("leaves no guess of the author behind", () => {
    const guesses = code.filter(({ source }) => /predict\("[^"]+", (?!null\))/.test(source));
    expect(guesses.map(({ id }) => id)).toEqual([]);
  });
});
