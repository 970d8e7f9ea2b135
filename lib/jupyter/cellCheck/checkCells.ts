import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import type * as Ts from "typescript";
import { absentLibrary } from "../kernel/absentLibrary";
import { refusals } from "../kernel/refusals";
import { loadCompiler } from "../kernel/tslabParts";
import { numberedCells, tagsOf } from "../nbformat/notebook";
import { readNotebook } from "../nbformat/readNotebook";
import { joinCells, type CellProgram, type Numbered } from "./cellProgram";

/** One thing a compiler says about a cell, which goes by the number Jupyter shows beside it; all count from 1. */
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
  readonly program: CellProgram;
  readonly refused: readonly CellError[];
}

/** True for an error that a namespace or a `declare` gives only because a joined cell stands in a block. */
const isOfBlock = (code: number, source: string): boolean =>
  (code === 1235 && /^(?:declare\s+)?(?:namespace|module)\b/.test(source)) ||
  (code === 1184 && source.startsWith("declare"));

/** As the kernel compiles (Node's names only, the older decorators), but strictly. */
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
    lib: ["lib.es2022.d.ts"],
    experimentalDecorators: true,
  };
}

function cellError(path: string, { cell, number }: Numbered, offset: number, message: string): CellError {
  const before = cell.source.slice(0, offset).split("\n");
  const column = (before.at(-1) ?? "").length + 1;
  return { path, cell: number, id: cell.id, line: before.length, column, message };
}

/** A cell that the kernel refuses is reported as the kernel does it; among the others it would spoil their blocks. */
function joinNotebook(compiler: typeof Ts, path: string): JoinedNotebook {
  const kernels = loadCompiler();
  const judged = numberedCells(readNotebook(path).cells).filter(
    ({ cell }) => !tagsOf(cell).includes("raises-exception"),
  );
  const wrong = judged.map((numbered) =>
    refusals(kernels, numbered.cell.source).map(({ start, message }) =>
      cellError(path, numbered, start, message),
    ),
  );
  const cells = judged.filter((_, index) => wrong[index]?.length === 0);
  return { path, program: joinCells(compiler, cells), refused: wrong.flat() };
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
 * Judges the cells of notebooks in order: what the kernel would refuse to read, then types, with the project's own
 * strict compiler. A name may be declared again in a later cell, as in the kernel. Needs the built library. Cells tagged `raises-exception` or `skip-execution`
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
    const file = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    const typeErrors = found.flatMap(({ start = 0, messageText, code }) => {
      if (isOfBlock(code, notebook.program.text.slice(start))) return [];
      const origin = notebook.program.origin(start);
      if (origin === undefined) return [];
      const text = compiler.flattenDiagnosticMessageText(messageText, " ");
      const message = [text, ...absentLibrary(text, dirname(resolve(notebook.path)))].join("; ");
      return [cellError(notebook.path, origin.cell, origin.offset, message)];
    });
    return [...notebook.refused, ...typeErrors].sort((a, b) => a.cell - b.cell || a.line - b.line);
  });
}

/** One line on a cell's error: `00-start-here.ipynb, cell 3 (drive), line 2:7: …`. */
export function describeCellError({ path, cell, id, line, column, message }: CellError): string {
  return `${basename(path)}, cell ${cell} (${id}), line ${line}:${column}: ${message}`;
}
