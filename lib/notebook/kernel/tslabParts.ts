import { createRequire } from "node:module";
import { type SourceMap } from "node:module";
import type * as Converter from "tslab/dist/converter";
import type * as Executor from "tslab/dist/executor";
import type * as Inspect from "tslab/dist/inspect";
import { splitInlineMap } from "./cellLines";
import { type Content } from "./wire";

/** What tslab's own `display` and our `displayBundle` write through. */
export type DisplayWriter = (content: Content, update?: boolean) => void;

/** The two passes that made a cell's JavaScript, for going back to its lines. */
export interface CellMaps {
  readonly toModule: SourceMap;
  readonly toCell: SourceMap;
}

/** The parts of tslab that this kernel is built of. */
export interface TslabParts {
  readonly createConverter: typeof Converter.createConverter;
  readonly createExecutor: typeof Executor.createExecutor;
  readonly isCompleteCode: typeof Converter.isCompleteCode;
  readonly printQuickInfo: typeof Inspect.printQuickInfo;
  /** Messages of the parser only: `)` has one, a type error has none. */
  readonly syntaxErrors: (code: string) => readonly string[];
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
    options: { compilerOptions: object; fileName?: string; reportDiagnostics?: boolean },
  ): { outputText: string; diagnostics?: readonly { messageText: string | { messageText: string } }[] };
  createWatchCompilerHost(
    files: unknown,
    options: object,
    system: unknown,
    createProgram: unknown,
    ...reports: unknown[]
  ): unknown;
  createAbstractBuilder(...program: unknown[]): Builder;
}

/** What tslab asks of a program besides compiling: the files a cell may depend on. */
interface Builder {
  getProgram(): { getTypeChecker(): unknown };
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
    builder.getProgram().getTypeChecker(); // finds each file's names, which tslab reads
    builder.getAllDependencies = () =>
      builder.getSourceFiles().flatMap((file) => (file.isDeclarationFile ? [] : [file.fileName]));
    return builder;
  };
}

/**
 * Makes tslab's compiler keep line maps and start faster: it has no options for that, and its exports are read-only,
 * so a copy with two functions wrapped takes the place of the module before tslab loads it. Both call the original.
 * Of the packages in `@types`, only Node's are global: the others' imports are found all the same.
 */
function keepLineMaps(compiler: Compiler, found: (maps: CellMaps | undefined) => void): Compiler {
  return {
    ...compiler,
    createWatchCompilerHost: (files, options, system, _, ...reports) =>
      compiler.createWatchCompilerHost(
        files,
        { ...options, inlineSourceMap: true, types: ["node"] },
        system,
        lightBuilder(compiler),
        ...reports,
      ),
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

function syntaxErrorsWith(compiler: Compiler): TslabParts["syntaxErrors"] {
  return (code) => {
    const options = { compilerOptions: { target: 99 }, fileName: "cell.ts", reportDiagnostics: true };
    const { diagnostics = [] } = compiler.transpileModule(code, options);
    return diagnostics.map(({ messageText }) =>
      typeof messageText === "string" ? messageText : messageText.messageText,
    );
  };
}

/** Loads tslab, once, with its compiler keeping line maps. Takes about a second. */
export function loadTslab(): TslabParts {
  const here = createRequire(__filename);
  const tslab = createRequire(here.resolve("tslab/package.json"));
  const compilerPath = tslab.resolve("@tslab/typescript-for-tslab");
  const compiler = tslab(compilerPath) as Compiler;
  const loaded = tslab.cache[compilerPath];
  if (loaded === undefined)
    throw new Error(`tslab's compiler: expected it loaded from ${compilerPath}, got nothing`);
  let maps: CellMaps | undefined;
  loaded.exports = keepLineMaps(compiler, (found) => (maps = found));

  const { createConverter, isCompleteCode } = here("tslab/dist/converter") as typeof Converter;
  const { createExecutor } = here("tslab/dist/executor") as typeof Executor;
  const { printQuickInfo } = here("tslab/dist/inspect") as typeof Inspect;
  const jupyter = here("tslab/dist/jupyter") as { lastWriteDisplayData: DisplayWriter | null };
  return {
    createConverter,
    createExecutor,
    isCompleteCode,
    printQuickInfo,
    syntaxErrors: syntaxErrorsWith(compiler),
    versions: {
      tslab: (here("tslab/package.json") as { version: string }).version,
      typescript: compiler.version,
    },
    setDisplayWriter: (write) => (jupyter.lastWriteDisplayData = write),
    lastMaps: () => maps,
  };
}
