import { SourceMap, type SourceMapPayload } from "node:module";

/** The maps of the two compiler passes that made a cell's JavaScript, as they come: read only for an error. */
export interface CellMaps {
  /** CommonJS → modules. */
  readonly toModule: SourceMapPayload;
  /** Modules → TypeScript, as tslab completed it. */
  readonly toCell: SourceMapPayload;
}

/** A place in compiled JavaScript: a line from 1 and a column from 1. */
export interface Place {
  readonly cell: string;
  readonly line: number;
  readonly column: number;
}

const INLINE_MAP = /\n?\/\/# sourceMappingURL=data:application\/json[^,]*;base64,(\S+)\s*$/;

/** tslab puts `export {};` and a line break before each cell's source. */
const PREFIX_LINES = 1;

/** tslab runs a cell as a function, whose first line begins with this. */
export const WRAPPER = "(async function(exports, require) { ";

/** Takes the source map off the end of compiled text. */
export function splitInlineMap(text: string): { readonly code: string; readonly map?: SourceMapPayload } {
  const match = INLINE_MAP.exec(text);
  if (match?.[1] === undefined) return { code: text };
  const map = JSON.parse(Buffer.from(match[1], "base64").toString()) as SourceMapPayload;
  return { code: text.slice(0, match.index), map };
}

/** Where a place (both from 0) came from: the piece of its line that holds it, or any of that line. */
function original(
  payload: SourceMapPayload,
  line: number,
  column: number,
): { readonly line: number; readonly column: number } | undefined {
  const map = new SourceMap(payload);
  for (const at of [column, 1000]) {
    const entry = map.findEntry(line, at);
    if ("originalLine" in entry && entry.generatedLine === line) {
      return { line: entry.originalLine, column: entry.originalColumn };
    }
  }
  return undefined;
}

/** The name under which a cell's code appears in stack traces. */
export const cellName = (count: number): string => `cell-${count}.ts`;

/**
 * The line of a cell, from 1 as it was typed, that a place in a stack trace stands for; undefined for what the
 * compiler added. By column too, for the arguments of a call may be typed on many lines and compiled to one.
 */
export function typedLine(place: Place, cells: ReadonlyMap<string, CellMaps>): number | undefined {
  const maps = cells.get(place.cell);
  const between = maps && original(maps.toModule, place.line - 1, place.column - 1);
  const typed = between && original(maps.toCell, between.line, between.column);
  return typed === undefined || typed.line < PREFIX_LINES ? undefined : typed.line + 1 - PREFIX_LINES;
}
