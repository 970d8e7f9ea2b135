import type * as Ts from "typescript";

/** What keeps a cell from being compiled, and its offset in the source, never behind the last thing typed. */
export interface Refusal {
  readonly start: number;
  readonly message: string;
}

/** Makes a cell a module, as tslab does it, so that `await` may stand outside of functions. */
const PREFIX = "export {};\n";

const EXPORT =
  "export: expected a plain declaration, got an export; leave it out, later cells know every name of a cell that ran";
const IMPORT_EQUALS =
  'import =: expected import … from, got import … =; write import * as name from "module", or const name = …';
const IMPORT_ATTRIBUTES =
  "import: expected no attributes, got some; read the file with readFileSync and JSON.parse instead";
const IMPORT_DEFER = "import defer: expected a plain import, got one of a newer TypeScript; leave defer out";
const IMPORT_META =
  "import.meta: expected none in a cell, got it; a cell runs in process.cwd(), its notebook's folder";
const USING =
  "using: expected const or let, got using, which the kernel's TypeScript does not know; dispose in a finally block";
const DECLARE =
  "declare: expected names of the cell's own, got those of other code; use a cast, as in (globalThis as any).name";

/** Syntax that is newer than tslab's compiler, by the line on which its parser gives up. */
const NEWER: readonly (readonly [RegExp, string])[] = [
  [/(?:await[ \t]+)?\busing[ \t]+[\w$]+[ \t]*(?:[=:;,]|of\b|$)/, USING],
  [/\bimport[ \t]+defer\b/, IMPORT_DEFER],
  [/\bwith[ \t]*\{/, IMPORT_ATTRIBUTES],
];

function hasExport(compiler: typeof Ts, statement: Ts.Statement): boolean {
  const modifiers = compiler.canHaveModifiers(statement) ? compiler.getModifiers(statement) : undefined;
  return modifiers?.some(({ kind }) => kind === compiler.SyntaxKind.ExportKeyword) ?? false;
}

/** tslab's compiler keeps them under their old name. */
const hasAttributes = (statement: object): boolean =>
  "assertClause" in statement && statement.assertClause !== undefined;

/** The word on a statement at the top of a cell that has no meaning there. */
function refusedStatement(compiler: typeof Ts, statement: Ts.Statement): string | undefined {
  if (compiler.isImportEqualsDeclaration(statement)) return IMPORT_EQUALS;
  if (compiler.isImportDeclaration(statement) && hasAttributes(statement)) return IMPORT_ATTRIBUTES;
  const isExport =
    compiler.isExportDeclaration(statement) ||
    compiler.isExportAssignment(statement) ||
    compiler.isNamespaceExportDeclaration(statement);
  if (isExport || hasExport(compiler, statement)) return EXPORT;
  if (!compiler.isModuleDeclaration(statement)) return undefined;
  const isOfOthers =
    compiler.isStringLiteral(statement.name) ||
    (statement.flags & compiler.NodeFlags.GlobalAugmentation) !== 0;
  return isOfOthers ? DECLARE : undefined;
}

/** The places at which `import.meta` stands, at any depth. */
function importMetas(compiler: typeof Ts, file: Ts.SourceFile): number[] {
  const found: number[] = [];
  const visit = (node: Ts.Node): void => {
    const isMeta = compiler.isMetaProperty(node) && node.keywordToken === compiler.SyntaxKind.ImportKeyword;
    if (isMeta) found.push(node.getStart(file));
    compiler.forEachChild(node, visit);
  };
  if (file.text.includes("import.meta")) visit(file);
  return found;
}

/** A parser's error in plain words where the kernel's compiler is too old for what was typed. */
function syntaxError(
  compiler: typeof Ts,
  file: Ts.SourceFile,
  { start, messageText }: Ts.Diagnostic,
): Refusal {
  const at = start ?? 0;
  const from = file.text.lastIndexOf("\n", at - 1) + 1;
  const line = file.text.slice(from).split("\n", 1)[0] ?? "";
  for (const [pattern, message] of NEWER) {
    const found = pattern.exec(line);
    if (found !== null) return { start: from + found.index, message };
  }
  return { start: at, message: compiler.flattenDiagnosticMessageText(messageText, " ") };
}

/** An offset in a cell for one that may lie behind it, as where an end is missing. */
export const withinCell = (source: string, offset: number): number =>
  Math.max(0, Math.min(offset, source.trimEnd().length));

/**
 * What the kernel refuses in a cell before it looks at types: errors of its parser (`compiler` is tslab's), and forms
 * that TypeScript takes in a file but that mean nothing in a cell. `check` asks the same function.
 */
export function refusals(compiler: typeof Ts, source: string): Refusal[] {
  const file = compiler.createSourceFile("cell.ts", PREFIX + source, compiler.ScriptTarget.ESNext, true);
  // the compiler's own functions read them; the only public way to them is a second compilation
  const { parseDiagnostics } = file as unknown as { parseDiagnostics: readonly Ts.Diagnostic[] };
  const found = parseDiagnostics.map((diagnostic) => syntaxError(compiler, file, diagnostic));
  for (const statement of file.statements.slice(1)) {
    const message = refusedStatement(compiler, statement);
    if (message !== undefined) found.push({ start: statement.getStart(file), message });
  }
  for (const start of importMetas(compiler, file)) found.push({ start, message: IMPORT_META });
  const byPlace = new Map<number, Refusal>();
  for (const { start, message } of found) {
    const place = withinCell(source, start - PREFIX.length);
    if (!byPlace.has(place)) byPlace.set(place, { start: place, message });
  }
  return [...byPlace.values()];
}
