import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkCells, describeCellError, type CellError } from "../../lib/jupyter/cellCheck/checkCells";
import { isRunnable } from "../../lib/jupyter/nbformat/notebook";
import { readNotebook } from "../../lib/jupyter/nbformat/readNotebook";
import { first, openKernel, printed, type CellRun, type OpenKernel } from "./openKernel";

let kernel: OpenKernel;
let folder: string; // inside the project, where Node's types are found
let checked: readonly CellError[];
beforeAll(async () => {
  folder = mkdtempSync(join(resolve(__dirname, "../.."), ".seven-fixes-cells-"));
  checked = checkAll();
  kernel = await openKernel("seven-fixes");
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await kernel.close();
});

/** CI gives it to nbconvert too, with this kernel. */
const RUNNING = join(__dirname, "cells.ipynb");

/** Cells that neither runs, with what both say of them; where nothing is given, each in its compiler's words. */
const REFUSED: readonly (readonly [string, string?])[] = [
  ["const wait = () => {\n  await (1);\n};"],
  ["const waits = {\n  wait() {\n    await Promise.resolve();\n  },\n};"],
  ["class Waits {\n  value = await `1`;\n}"],
  ["class Waits {\n  static value = await Promise.resolve(1);\n}"],
  ["class Waits {\n  static {\n    await Promise.resolve(1);\n  }\n}"],
  ["function loop() {\n  for await (const value of []) value;\n}"],
  ["const value = async (given = await (1)) => given;"],
  ["1;\nawait;"],
  ["let await = 1;"],
  ["1;\nreturn 2;"],
  ["document.title"],
  ["using file = null;", "using: expected const or let"],
  ["1;\nawait using file = null;", "using: expected const or let"],
  ["function open() {\n  using file = null;\n}", "using: expected const or let"],
  ["for (using file of []) {}", "using: expected const or let"],
  ["export const speed = 1;", "export: expected a plain declaration"],
  ["1;\nexport function drive() {}", "export: expected a plain declaration"],
  ["export type Speed = number;", "export: expected a plain declaration"],
  ["export default 1;", "export: expected a plain declaration"],
  ["export {};", "export: expected a plain declaration"],
  ['export { join } from "node:path";', "export: expected a plain declaration"],
  ["export = 1;", "export: expected a plain declaration"],
  ["declare global {\n  var speed: number;\n}", "declare: expected names of the cell's own"],
  ['declare module "node:path" {\n  const speed: number;\n}', "declare: expected names of the cell's own"],
  ['import fs = require("node:fs");', "import =: expected import … from"],
  ['import data from "./data.json" with { type: "json" };', "import: expected no attributes"],
  ['import data from "./data.json" assert { type: "json" };', "import: expected no attributes"],
  ['import defer * as path from "node:path";', "import defer: expected a plain import"],
  ["console.log(import.meta.url);", "import.meta: expected none in a cell"],
];

const pathOf = (index: number): string => join(folder, `${index}.ipynb`);

/** What check says of the cells that run, and of each refused one as a notebook of its own. */
function checkAll(): CellError[] {
  for (const [index, [source]] of REFUSED.entries()) {
    const cells = [{ cell_type: "code", id: "only", metadata: {}, source }];
    writeFileSync(pathOf(index), JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }));
  }
  return checkCells([RUNNING, ...REFUSED.map((_, index) => pathOf(index))]);
}

const evalue = (run: CellRun): string => String(first(run, "error")?.["evalue"]);

describe("names of earlier cells", () => {
  it("are values where a property is called like its value, unless something nearer is called so", async () => {
    await kernel.run("const speed = 3;\nlet turn = 4;\nlet found = 0;");
    const own = "const own = (speed: number) => ({ speed, turn });";
    const swapped = "({ found, turn = 9 } = { found: 7 } as { found: number; turn?: number });";
    const shown = "console.log(JSON.stringify([{ speed, found }, own(1), turn]));";
    expect(printed(await kernel.run([own, swapped, shown].join("\n")))).toBe(
      '[{"speed":3,"found":7},{"speed":1,"turn":9},9]\n',
    );
  });
});

describe("the kernel and check agree", () => {
  it("on cells that run: await before anything, wherever it stands at the top, imports and declarations", async () => {
    for (const { source } of readNotebook(RUNNING).cells.filter(isRunnable)) {
      expect(`${source}\n${evalue(await kernel.run(source))}`).toBe(`${source}\nundefined`);
    }
    expect(checked.filter(({ path }) => path === RUNNING).map(describeCellError)).toEqual([]);
  });

  it("on cells that do not, and where in them, each form with one clear word", async () => {
    for (const [index, [source, word]] of REFUSED.entries()) {
      const said = checked.find(({ path }) => path === pathOf(index));
      const run = await kernel.run(source);
      const place = `${said?.line ?? 0}:${said?.column ?? 0} - `;
      expect(`${source}\n${evalue(run)}`).toContain(`${source}\n${place}${word ?? ""}`);
      if (word !== undefined) expect(evalue(run)).toBe(place + (said?.message ?? ""));
    }
  });
});

describe("the lines that errors name", () => {
  const CELL = `import { join } from "node:path";
const speeds: Record<string, number[]> = {
  left: [1, 2],
  right: [\`\${join("a", "b")}\`.length],
};
for await (const side of Object.keys(speeds)) {
  console.log(
    (speeds[side] ?? []).map((speed) => (speed > 1 ? "fast" : "slow")), // each
  );
}
`;

  it("lie in the cell, whichever part of it is missing at the end", async () => {
    const ends = [...CELL.matchAll(/\W(?=.)|$/gs)].map(({ index }) => index);
    for (const end of ends) {
      const source = CELL.slice(0, end);
      const lines = source.trimEnd().split("\n");
      const traceback = first(await kernel.run(source, false), "error")?.["traceback"] as
        string[] | undefined;
      for (const message of traceback ?? []) {
        const [, line = "0", column = "0"] = /^TypeScriptError: line (\d+):(\d+) - /.exec(message) ?? [];
        const width = lines[Number(line) - 1]?.length;
        expect(width, `${message} for\n${source}`).toBeDefined();
        expect(Number(column), `${message} for\n${source}`).toBeLessThanOrEqual((width ?? 0) + 1);
      }
    }
  });

  it.each([
    ["the first line", "fail();\n1;\n2;", 1],
    ["the last line, with empty ones behind it", "1;\n2;\nfail();\n\n\n", 3],
    ["behind an import", 'import { join } from "node:path";\n\njoin("a");\nfail();', 4],
    ["the first line, an await", "await (Promise.resolve().then(fail));\n1;", 1],
    ["behind an await, as last expression", "await [1];\n\nfail()", 3],
    ["an argument on a line of its own", "Math.max(\n  1,\n  fail(),\n  2,\n);", 3],
    ["the first of many arguments", "Math.max(\n  fail(),\n  1,\n);", 2],
    ["a part of an object", "const car = {\n  speed: 1,\n  name: fail(),\n};", 3],
    ["a part of a template", "`a\n${fail()}\n`", 2],
    ["a chain", "[1]\n  .map((x) => x)\n  .map(() => fail())", 3],
  ])("are those that were typed: %s", async (_, source, line) => {
    await kernel.run("function fail(): never {\n  throw new Error('on purpose');\n}");
    const run = await kernel.run(source);
    const count = Number(run.reply["execution_count"]);
    expect(first(run, "error")?.["traceback"]).toEqual(
      expect.arrayContaining([
        "Error: on purpose",
        "    2 | throw new Error('on purpose');",
        expect.stringMatching(new RegExp(`^ {4}at (async )?cell ${count}, line ${line}$`)),
      ]),
    );
  });

  it("are there for what only Node refuses to read", async () => {
    const run = await kernel.run("1;\n\n/(/;");
    const count = String(run.reply["execution_count"]);
    expect(first(run, "error")?.["traceback"]).toEqual([
      "SyntaxError: Invalid regular expression: /(/: Unterminated group",
      "    3 | /(/;",
      `    at cell ${count}, line 3`,
    ]);
  });
});

describe("shown errors", () => {
  it("of a rejected promise name lines of the cell, and stderr says before the cell ends that nobody awaited it", async () => {
    const run = await kernel.run("1;\nPromise.reject(new RangeError('too fast'))");
    const place = `cell ${String(run.reply["execution_count"])}, line 2`;
    expect(run.status).toBe("ok");
    expect(first(run, "execute_result")?.["data"]).toEqual({
      "text/plain": `Promise {\n  <rejected> RangeError: too fast\n      at ${place}\n}`,
    });
    expect(printed(run, "stderr")).toBe(
      `UnhandledPromiseRejection: RangeError: too fast\n    2 | Promise.reject(new RangeError('too fast'))\n    at ${place}\n    (nobody awaited this promise: put await before it)\n`,
    );
  });

  it("of a promise that is rejected later come when it is", async () => {
    const run = await kernel.run(
      "let fail: (reason: string) => void;\nnew Promise<void>((_, reject) => (fail = reject))",
    );
    expect(first(run, "execute_result")?.["data"]).toEqual({ "text/plain": "Promise { <pending> }" });
    const next = await kernel.run("fail('late');");
    expect(printed(next, "stderr")).toContain("UnhandledPromiseRejection: Thrown: 'late'\n    (nobody");
  });

  it("name none either in a thrown object that holds one", async () => {
    const run = await kernel.run("throw { error: new Error('held') };");
    const place = `cell ${String(run.reply["execution_count"])}, line 1`;
    expect(evalue(run)).toBe(`{\n  error: Error: held\n      at ${place}\n}`);
  });

  it("name a package by its name only", async () => {
    const plan = JSON.stringify(require.resolve("markdown-it"));
    const run = await kernel.run(`new (require(${plan}))().render(1 as any)`);
    const traceback = first(run, "error")?.["traceback"] as string[];
    expect(traceback[1]).toMatch(/^ {4}at MarkdownIt\.parse \(markdown-it\/\S+\)$/);
    expect(traceback.join()).not.toContain("node_modules");
  });

  it("name no file of the installation, printed or in a list with other values", async () => {
    const code =
      "const wrong: any = new Error('no');\nwrong.code = 3;\nconsole.error(wrong, 'after');\n[wrong, new Error('other'), 2]";
    const run = await kernel.run(code);
    const place = (line: number): string => `cell ${String(run.reply["execution_count"])}, line ${line}`;
    expect(printed(run, "stderr")).toBe(`Error: no\n    at ${place(1)} {\n  code: 3\n} after\n`);
    expect(first(run, "execute_result")?.["data"]).toEqual({
      "text/plain": `[\n  Error: no\n      at ${place(1)} {\n    code: 3\n  },\n  Error: other\n      at ${place(4)},\n  2\n]`,
    });
  });
});

describe("a notebook outside the project", () => {
  it.each(['import { math } from "seven-fixes";', 'const library = require("seven-fixes");'])(
    "is told why seven-fixes is not found, and where to put it: %s",
    async (source) => {
      const run = await kernel.run(source);
      const own = resolve(__dirname, "../../notebooks");
      expect((first(run, "error")?.["traceback"] as string[]).at(-1)).toMatch(
        /^seven-fixes: expected a notebook inside its project, got one in \S+seven-fixes-kernel-\w+; move/,
      );
      expect((first(run, "error")?.["traceback"] as string[]).at(-1)).toContain(
        `move the notebook to ${own} and`,
      );
    },
  );

  it("is told nothing of the kind when another package is missing", async () => {
    const run = await kernel.run('import { mean } from "seven-fixes-2";');
    expect(first(run, "error")?.["traceback"]).toHaveLength(1);
  });
});
