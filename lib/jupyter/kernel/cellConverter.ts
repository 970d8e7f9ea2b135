import { type CellMaps } from "./cellLines";
import { withinCell } from "./refusals";
import { type TslabParts } from "./tslabParts";

type Converter = ReturnType<TslabParts["createConverter"]>;
type Diagnostic = ReturnType<Converter["addModule"]>[number];

const ERROR = 1;

/** A compiler's message at an offset of the cell, in tslab's form: lines and characters from 0. */
function diagnosticAt(source: string, offset: number, messageText: string): Diagnostic {
  const before = source.slice(0, offset).split("\n");
  const place = { offset, line: before.length - 1, character: (before.at(-1) ?? "").length };
  return { start: place, end: place, messageText, category: ERROR, code: 0 };
}

/**
 * tslab's converter for the cells of a kernel. What cannot be read is refused before tslab adds its own lines to the
 * cell, so that no error points at them. Every cell becomes an async function: tslab makes one of those cells only in
 * which it finds an `await`, and misses some. `made` receives the maps of what was compiled.
 */
export function createCellConverter(tslab: TslabParts, made: (maps: CellMaps) => void): Converter {
  const inner = tslab.createConverter({ isJS: false, isBrowser: false });
  return {
    ...inner,
    convert(declared, code) {
      const refused = tslab.refusals(code);
      if (refused.length > 0) {
        return { diagnostics: refused.map(({ start, message }) => diagnosticAt(code, start, message)) };
      }
      const result = inner.convert(declared, code);
      const maps = tslab.lastMaps();
      if (result.output !== undefined && maps !== undefined) made(maps);
      const diagnostics = result.diagnostics.map((found) =>
        found.fileName === undefined && withinCell(code, found.start.offset) !== found.start.offset
          ? diagnosticAt(code, withinCell(code, found.start.offset), found.messageText)
          : found,
      );
      return { ...result, diagnostics, hasToplevelAwait: true };
    },
  };
}
