import { type Cell, type JsonObject, type Notebook, type Output } from "./notebook";

/**
 * What every notebook says about its kernel, whichever ran it: tslab's own name, so that it opens with stock tslab
 * too, and no versions, so that files do not change with them.
 */
const KERNEL_METADATA = {
  kernelspec: { display_name: "TypeScript", language: "typescript", name: "tslab" },
  language_info: { file_extension: ".ts", mimetype: "text/typescript", name: "typescript" },
} as const;

/** Metadata of cells that front-ends add at each run or view; it would change files that nobody edited. */
const VOLATILE = ["execution", "ExecuteTime", "collapsed", "scrolled", "vscode"];

/** The lines of a text, each with its line break, as nbformat stores them. */
function toLines(text: string): string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

const isLined = (mime: string): boolean =>
  mime.startsWith("text/") || mime === "image/svg+xml" || mime === "application/javascript";

function formatOutput(output: Output): JsonObject {
  switch (output.output_type) {
    case "stream":
      return { ...output, text: toLines(output.text) };
    case "error":
      return { ...output };
    case "display_data":
    case "execute_result": {
      const data = Object.entries(output.data).map(([mime, value]) => [
        mime,
        typeof value === "string" && isLined(mime) ? toLines(value) : value,
      ]);
      return { ...output, data: Object.fromEntries(data) as JsonObject };
    }
  }
}

function formatCell(cell: Cell): JsonObject {
  const metadata = Object.fromEntries(
    Object.entries(cell.metadata).filter(([name]) => !VOLATILE.includes(name)),
  );
  const common = { ...cell, metadata, source: toLines(cell.source) };
  return cell.cell_type === "code" ? { ...common, outputs: cell.outputs.map(formatOutput) } : common;
}

/** Keys in order, as Jupyter itself saves them, so that saving there gives the same bytes. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}

/** JSON on one line that does not depend on the order in which keys were written. */
export const canonicalJson = (value: unknown): string => JSON.stringify(sorted(value));

/**
 * The one text of a notebook: nbformat 4.5, keys sorted, one space of indent, texts as lists of lines, no timings,
 * no versions of the kernel. Reading it and formatting again gives the same bytes.
 */
export function formatNotebook(notebook: Notebook): string {
  const file = {
    cells: notebook.cells.map(formatCell),
    metadata: { ...notebook.metadata, ...KERNEL_METADATA },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(sorted(file), undefined, 1)}\n`;
}
