import { createRequire } from "node:module";
import type * as Converter from "tslab/dist/converter";
import type * as Executor from "tslab/dist/executor";
import type * as Inspect from "tslab/dist/inspect";
import type * as Ts from "typescript";
import { splitInlineMap, type CellMaps } from "./cellLines";
import { refusals, type Refusal } from "./refusals";
import { spellOut, type Emitter } from "./spelledOut";
import { type Content } from "./wire";

/** What tslab's own `display` and our `displayBundle` write through. */
export type DisplayWriter = (content: Content, update?: boolean) => void;

/** The parts of tslab that this kernel is built of. */
export interface TslabParts {
  readonly createConverter: typeof Converter.createConverter;
  readonly createExecutor: typeof Executor.createExecutor;
  readonly isCompleteCode: typeof Converter.isCompleteCode;
  readonly printQuickInfo: typeof Inspect.printQuickInfo;
  /** What keeps a cell from being compiled: `)` is refused, a type error is not. */
  readonly refusals: (code: string) => readonly Refusal[];
  readonly versions: { readonly tslab: string; readonly typescript: string };
  setDisplayWriter(write: DisplayWriter): void;
  /** Maps of the cell that was compiled last; undefined where tslab's compiler made none. */
  lastMaps(): CellMaps | undefined;
}

/** The few functions of tslab's compiler that are touched here. */
interface Compiler {
  readonly version: string;
  transpileModule(
    text: string,
    options: { compilerOptions: object; fileName?: string },
  ): { outputText: string };
  createWatchCompilerHost(
    files: unknown,
    options: object,
    system: unknown,
    createProgram: unknown,
    ...reports: unknown[]
  ): unknown;
  createAbstractBuilder(...program: unknown[]): Builder;
  getPreEmitDiagnosticsOfFiles(...files: unknown[]): readonly { readonly code: number }[];
}

/** What tslab asks of a program besides compiling: the files a cell may depend on. */
interface Builder extends Emitter {
  getSourceFiles(): readonly { readonly fileName: string; readonly isDeclarationFile: boolean }[];
  getAllDependencies(): readonly string[];
}

/**
 * Makes programs without the compiler's table of which file refers to which: of hundreds of declaration files, made
 * anew twice a cell, it cost a tenth of a second each time. tslab asks it for the sources a cell is made of only;
 * all files that are no declarations are those, and perhaps one that an earlier cell imported.
 */
function lightBuilder(compiler: Compiler): (...program: unknown[]) => Builder {
  return (...program) => {
    const builder = compiler.createAbstractBuilder(...program);
    spellOut(compiler as unknown as typeof Ts, builder); // its checker finds each file's names, which tslab reads
    builder.getAllDependencies = () =>
      builder.getSourceFiles().flatMap((file) => (file.isDeclarationFile ? [] : [file.fileName]));
    return builder;
  };
}

/** The compiler's error for an `await` that stands in no async function. */
const STRAY_AWAIT = 1308;

/**
 * Makes tslab's compiler keep line maps, start faster and know `await` at the top of a cell: its exports are
 * read-only, so a copy with some functions wrapped takes the place of the module before tslab loads it. All call
 * the original. Of the packages in `@types`, only Node's are global: the others' imports are found all the same.
 * tslab itself has top-level await reported as an error and takes that error for it; before `(`, `[` or a template and
 * in `for await` there is none. Here it is no error, and what tslab takes for one gets another number: then it is real.
 */
function adapted(compiler: Compiler, found: (maps: CellMaps | undefined) => void): Compiler {
  return {
    ...compiler,
    createWatchCompilerHost: (files, options, system, _, ...reports) =>
      compiler.createWatchCompilerHost(
        files,
        { ...options, inlineSourceMap: true, types: ["node"], disableTopLevelAwait: false },
        system,
        lightBuilder(compiler),
        ...reports,
      ),
    getPreEmitDiagnosticsOfFiles: (...files) =>
      compiler
        .getPreEmitDiagnosticsOfFiles(...files)
        .map((found) => (found.code === STRAY_AWAIT ? { ...found, code: -STRAY_AWAIT } : found)),
    transpileModule: (text, { compilerOptions, ...rest }) => {
      const first = splitInlineMap(text);
      const result = compiler.transpileModule(first.code, {
        ...rest,
        compilerOptions: { ...compilerOptions, inlineSourceMap: true },
      });
      const second = splitInlineMap(result.outputText);
      found(first.map && second.map && { toCell: first.map, toModule: second.map });
      return { ...result, outputText: second.code };
    },
  };
}

/** The file of tslab's own compiler. */
function compilerPath(): string {
  const tslab = createRequire(createRequire(__filename).resolve("tslab/package.json"));
  return tslab.resolve("@tslab/typescript-for-tslab");
}

/** The compiler that reads the cells: tslab's, older than the project's own. Takes half a second the first time. */
export const loadCompiler = (): typeof Ts => createRequire(__filename)(compilerPath()) as typeof Ts;

/** Loads tslab, once, with its compiler keeping line maps. Takes about a second. */
export function loadTslab(): TslabParts {
  const here = createRequire(__filename);
  const compiler = loadCompiler();
  const loaded = here.cache[compilerPath()];
  if (loaded === undefined)
    throw new Error(`tslab's compiler: expected it loaded from ${compilerPath()}, got nothing`);
  let maps: CellMaps | undefined;
  loaded.exports = adapted(compiler as unknown as Compiler, (found) => (maps = found));

  const { createConverter, isCompleteCode } = here("tslab/dist/converter") as typeof Converter;
  const { createExecutor } = here("tslab/dist/executor") as typeof Executor;
  const { printQuickInfo } = here("tslab/dist/inspect") as typeof Inspect;
  const jupyter = here("tslab/dist/jupyter") as { lastWriteDisplayData: DisplayWriter | null };
  return {
    createConverter,
    createExecutor,
    isCompleteCode,
    printQuickInfo,
    refusals: (code) => refusals(compiler, code),
    versions: {
      tslab: (here("tslab/package.json") as { version: string }).version,
      typescript: compiler.version,
    },
    setDisplayWriter: (write) => (jupyter.lastWriteDisplayData = write),
    lastMaps: () => maps,
  };
}
