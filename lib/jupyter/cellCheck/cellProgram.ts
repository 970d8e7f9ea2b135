import type * as Ts from "typescript";
import { type numberedCells } from "../nbformat/notebook";

/** A cell and its number. */
export type Numbered = ReturnType<typeof numberedCells>[number];

/** A piece of the joined text and where in the notebook it comes from. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly cell: Numbered;
  /** Where in the cell's source the piece begins; for an import, which was rewritten, all of it stands for this place. */
  readonly from: number;
  readonly rewritten: boolean;
}

/** A notebook's cells as one module that a compiler can read, with the way back. */
export interface CellProgram {
  readonly text: string;
  /** The cell and the offset in its source that a position of the text stands for. */
  origin(position: number): { readonly cell: Numbered; readonly offset: number } | undefined;
}

/** The names an import binds, each with the import that binds that name alone. */
function importsByName(compiler: typeof Ts, declaration: Ts.ImportDeclaration): Map<string, string> {
  const source = declaration.moduleSpecifier.getText();
  const clause = declaration.importClause;
  const named = new Map<string, string>();
  if (clause === undefined) return named.set(source, `import ${source};`);
  const type = clause.phaseModifier === compiler.SyntaxKind.TypeKeyword ? "type " : "";
  if (clause.name) named.set(clause.name.text, `import ${type}${clause.name.text} from ${source};`);
  const bindings = clause.namedBindings;
  if (bindings && compiler.isNamespaceImport(bindings)) {
    named.set(bindings.name.text, `import ${type}${bindings.getText()} from ${source};`);
  } else if (bindings) {
    for (const one of bindings.elements) {
      named.set(one.name.text, `import ${type}{ ${one.getText()} } from ${source};`);
    }
  }
  return named;
}

/**
 * Joins cells as the kernel sees them: each in a block within the block of the cell before, so that it knows what
 * came earlier and may declare a name again. Imports, which no block may hold, go to the top, each name once.
 */
export function joinCells(compiler: typeof Ts, cells: readonly Numbered[]): CellProgram {
  const pieces: Piece[] = [];
  const imported = new Map<string, string>();
  let text = "export {};\n";
  const add = (piece: string, cell: Numbered, from: number, rewritten: boolean): void => {
    pieces.push({ start: text.length, end: text.length + piece.length, cell, from, rewritten });
    text += piece;
  };
  const bodies = cells.map((numbered) => {
    const { source } = numbered.cell;
    const file = compiler.createSourceFile("cell.ts", source, compiler.ScriptTarget.Latest, true);
    let body = source;
    for (const declaration of file.statements.filter((statement) =>
      compiler.isImportDeclaration(statement),
    )) {
      const [from, end] = [declaration.getStart(), declaration.getEnd()];
      body = body.slice(0, from) + body.slice(from, end).replace(/[^\n]/g, " ") + body.slice(end);
      for (const [name, statement] of importsByName(compiler, declaration)) {
        if (imported.get(name) === statement) continue;
        imported.set(name, statement);
        add(`${statement}\n`, numbered, from, true);
      }
    }
    return { numbered, body };
  });
  for (const { numbered, body } of bodies) {
    text += "{\n";
    add(`${body}\n`, numbered, 0, false);
  }
  text += "}".repeat(bodies.length);
  return {
    text,
    origin(position) {
      const piece = pieces.find(({ start, end }) => position >= start && position < end);
      if (piece === undefined) return undefined;
      return { cell: piece.cell, offset: piece.rewritten ? piece.from : position - piece.start };
    },
  };
}
