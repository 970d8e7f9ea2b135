import { SourceMap, type SourceMapPayload } from "node:module";

/** For each line of a cell's compiled JavaScript (from 0): its line in the cell (from 1), 0 where there is none. */
export type LineTable = Int32Array;

const INLINE_MAP = /\n?\/\/# sourceMappingURL=data:application\/json[^,]*;base64,(\S+)\s*$/;

/** tslab puts `export {};` and a line break before each cell's source. */
const PREFIX_LINES = 1;

/** Takes the source map off the end of compiled text. */
export function splitInlineMap(text: string): { readonly code: string; readonly map?: SourceMap } {
  const match = INLINE_MAP.exec(text);
  if (match?.[1] === undefined) return { code: text };
  const payload = JSON.parse(Buffer.from(match[1], "base64").toString()) as SourceMapPayload;
  return { code: text.slice(0, match.index), map: new SourceMap(payload) };
}

function originalLine(map: SourceMap, line: number): number | undefined {
  const entry = map.findEntry(line, 1000);
  return "originalLine" in entry && entry.generatedLine === line ? entry.originalLine : undefined;
}

/** Follows each line of the last compiler pass (CommonJS → modules) and the first (modules → TypeScript) back. */
export function lineTable(lines: number, toModule: SourceMap, toCell: SourceMap): LineTable {
  return Int32Array.from({ length: lines }, (_, line) => {
    const between = originalLine(toModule, line);
    const source = between === undefined ? undefined : originalLine(toCell, between);
    return source === undefined ? 0 : source + 1 - PREFIX_LINES;
  });
}

/** The name under which a cell's code appears in stack traces. */
export const cellName = (count: number): string => `cell-${count}.ts`;

/** The line of a cell, as it was typed, that a place like `cell-3.ts:7:2` in a stack trace stands for. */
export function typedLine(
  name: string,
  line: number,
  tables: ReadonlyMap<string, LineTable>,
): number | undefined {
  const typed = tables.get(name)?.[line - 1];
  return typed === 0 ? undefined : typed;
}
