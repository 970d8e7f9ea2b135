/** How the cells of a line are told apart. */
export interface TableDialect {
  /** In words. */
  readonly name: string;
  readonly cells: (line: string) => string[];
}

const SEPARATORS = [
  { name: "tabs", separator: "\t" },
  { name: "semicolons", separator: ";" },
  { name: "commas", separator: "," },
  { name: "bars", separator: "|" },
  { name: "blanks", separator: /\s+/ },
] as const;

/** The first separator that cuts all of these lines into the same number of cells, at least two; undefined without one. */
export function dialectOf(lines: readonly string[]): TableDialect | undefined {
  for (const { name, separator } of SEPARATORS) {
    const decimalComma = name !== "commas";
    const dialect = { name, cells: (line: string) => cellsOf(line, separator, decimalComma) };
    const [first = 0, ...others] = lines.map((line) => dialect.cells(line).length);
    if (first > 1 && others.every((width) => width === first)) return dialect;
  }
  return undefined;
}

function cellsOf(line: string, separator: string | RegExp, decimalComma: boolean): string[] {
  const text = typeof separator === "string" ? line : line.trim();
  const cells = text.includes('"') ? splitQuoted(text, separator) : text.split(separator);
  for (let i = 0; i < cells.length; i++) {
    const bare = (cells[i] ?? "").trim();
    cells[i] = decimalComma && /^[-+]?\d+,\d+$/.test(bare) ? bare.replace(",", ".") : bare;
  }
  return cells;
}

/** Separators between quotes do not count. */
function splitQuoted(line: string, separator: string | RegExp): string[] {
  const parts: string[] = [];
  for (const [i, piece] of line.split('"').entries()) {
    if (i % 2 === 1) parts.push(`${parts.pop() ?? ""}"${piece}"`);
    else {
      const [head = "", ...tail] = piece.split(separator);
      parts.push(`${parts.pop() ?? ""}${head}`, ...tail);
    }
  }
  return parts.map((part) => part.trim().replace(/^"(.*)"$/, "$1"));
}
