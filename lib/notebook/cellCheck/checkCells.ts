import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import type * as Ts from "typescript";
import { tagsOf, type Cell } from "../nbformat/notebook";
import { readNotebook } from "../nbformat/readNotebook";
import { joinCells, type CellProgram } from "./cellProgram";

/** One thing the compiler says about a cell; `cell` counts all cells from 1, `line` and `column` too. */
export interface CellError {
  readonly path: string;
  readonly cell: number;
  readonly id: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

interface JoinedNotebook {
  readonly path: string;
  readonly cells: readonly Cell[];
  readonly program: CellProgram;
  readonly syntaxErrors: readonly CellError[];
}

/** Cells that are not to run, or to fail, are not judged. */
const NOT_JUDGED = ["skip-execution", "raises-exception"];

function optionsOf(compiler: typeof Ts): Ts.CompilerOptions {
  return {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    esModuleInterop: true,
    target: compiler.ScriptTarget.ES2022,
    module: compiler.ModuleKind.ESNext,
    moduleResolution: compiler.ModuleResolutionKind.Bundler,
    types: ["node"],
  };
}

function cellError(
  path: string,
  cells: readonly Cell[],
  cell: number,
  offset: number,
  message: string,
): CellError {
  const before = (cells[cell - 1]?.source ?? "").slice(0, offset).split("\n");
  const column = (before.at(-1) ?? "").length + 1;
  return { path, cell, id: cells[cell - 1]?.id ?? "", line: before.length, column, message };
}

/** What the parser alone finds wrong with a cell; such a cell would spoil the blocks around it. */
function syntaxErrors(
  compiler: typeof Ts,
  source: string,
): { readonly start: number; readonly message: string }[] {
  const { diagnostics = [] } = compiler.transpileModule(source, {
    reportDiagnostics: true,
    fileName: "cell.ts",
    compilerOptions: { target: compiler.ScriptTarget.ES2022, module: compiler.ModuleKind.ESNext },
  });
  return diagnostics.map(({ start = 0, messageText }) => ({
    start,
    message: compiler.flattenDiagnosticMessageText(messageText, " "),
  }));
}

function joinNotebook(compiler: typeof Ts, path: string): JoinedNotebook {
  const { cells } = readNotebook(path);
  const judged = cells
    .map((cell, index) => ({ cell, number: index + 1 }))
    .filter(({ cell }) => cell.cell_type === "code" && !tagsOf(cell).some((tag) => NOT_JUDGED.includes(tag)));
  const wrong = judged.map(({ cell, number }) =>
    syntaxErrors(compiler, cell.source).map(({ start, message }) =>
      cellError(path, cells, number, start, message),
    ),
  );
  const parsed = judged.filter((_, index) => wrong[index]?.length === 0);
  return { path, cells, program: joinCells(compiler, parsed), syntaxErrors: wrong.flat() };
}

/** A compiler host that finds the joined notebooks beside the real files. */
function hostWith(
  compiler: typeof Ts,
  options: Ts.CompilerOptions,
  texts: ReadonlyMap<string, string>,
): Ts.CompilerHost {
  const host = compiler.createCompilerHost(options, true);
  return {
    ...host,
    fileExists: (path) => texts.has(path) || host.fileExists(path),
    readFile: (path) => texts.get(path) ?? host.readFile(path),
    getSourceFile: (path, target, ...rest) => {
      const text = texts.get(path);
      return text === undefined
        ? host.getSourceFile(path, target, ...rest)
        : compiler.createSourceFile(path, text, target, true);
    },
  };
}

/**
 * Type-checks the cells of notebooks in order with the project's own strict compiler. A name may be declared again
 * in a later cell, as in the kernel. Needs the built library. Cells tagged `raises-exception` or `skip-execution`
 * are left out. Errors: as `readNotebook`.
 */
export function checkCells(paths: readonly string[]): CellError[] {
  const compiler = createRequire(__filename)("typescript") as typeof Ts;
  const options = optionsOf(compiler);
  const notebooks = paths.map((path) => joinNotebook(compiler, path));
  const virtualPath = (path: string): string => join(dirname(path), `${basename(path, ".ipynb")}.cells.ts`);
  const byPath = new Map(notebooks.map((notebook) => [virtualPath(notebook.path), notebook]));
  const texts = new Map([...byPath].map(([path, { program }]) => [path, program.text]));
  const program = compiler.createProgram([...byPath.keys()], options, hostWith(compiler, options, texts));
  return [...byPath].flatMap(([path, notebook]) => {
    const found = program.getSemanticDiagnostics(program.getSourceFile(path));
    const typeErrors = found.flatMap(({ start = 0, messageText }) => {
      const origin = notebook.program.origin(start);
      if (origin === undefined) return [];
      const message = compiler.flattenDiagnosticMessageText(messageText, " ");
      return [cellError(notebook.path, notebook.cells, origin.cell, origin.offset, message)];
    });
    return [...notebook.syntaxErrors, ...typeErrors].sort((a, b) => a.cell - b.cell || a.line - b.line);
  });
}

/** One line on a cell's error: `00-start-here.ipynb, cell 3 (drive), line 2:7: …`. */
export function describeCellError({ path, cell, id, line, column, message }: CellError): string {
  return `${basename(path)}, cell ${cell} (${id}), line ${line}:${column}: ${message}`;
}
