import { numberText } from "../math/numberText";
import { escapeHtml } from "../plots/escapeHtml";
import { displayBundle } from "./displayBundle";

/** What a cell of a table may hold. */
export type TableValue = string | number | boolean | null | undefined;

/** One row by column name, or a danfojs DataFrame (anything with `columns` and `values`). */
export type TableData =
  | readonly Readonly<Record<string, TableValue>>[]
  | { readonly columns: readonly string[]; readonly values: readonly unknown[] };

export interface TableOptions {
  /** What the table shows, above it. */
  readonly caption?: string;
  /** Rows shown at most, 20 by default; how many were left out is said below. */
  readonly rows?: number;
  /** Significant digits of numbers that are not whole, 3 by default; digits before the point all stay. */
  readonly digits?: number;
}

interface Grid {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly TableValue[])[];
}

function gridOf(data: TableData): Grid {
  if ("columns" in data) {
    return { columns: data.columns, rows: data.values as readonly (readonly TableValue[])[] };
  }
  const columns = [...new Set(data.flatMap((row) => Object.keys(row)))];
  return { columns, rows: data.map((row) => columns.map((column) => row[column])) };
}

const DIGITS = 3;

/** A value as the table shows it; nothing at all for a value that is not there. */
function cellText(value: TableValue, digits: number): string {
  if (value === null || value === undefined) return "";
  return typeof value === "number" ? numberText(value, digits) : String(value);
}

/** True for a column of numbers, which stand on the right. */
const isNumeric = (rows: Grid["rows"], column: number): boolean =>
  rows.some((row) => typeof row[column] === "number") &&
  rows.every((row) => typeof row[column] === "number" || (row[column] ?? "") === "");

/** Columns padded to their widest text, two spaces apart. */
function plainTable(
  header: readonly string[],
  body: readonly (readonly string[])[],
  right: readonly boolean[],
): string {
  const lines = [header, ...body];
  const widths = header.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0)));
  const padded = lines.map((line) =>
    line.map((text, i) => (right[i] ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0))),
  );
  return padded.map((line) => line.join("  ").trimEnd()).join("\n");
}

function htmlTable(
  header: readonly string[],
  body: readonly (readonly string[])[],
  right: readonly boolean[],
  caption: string | undefined,
): string {
  const cells = (tag: "th" | "td", line: readonly string[]): string =>
    line
      .map(
        (text, i) =>
          `<${tag} style="text-align: ${right[i] ? "right" : "left"}">${escapeHtml(text)}</${tag}>`,
      )
      .join("");
  const heading = caption === undefined ? "" : `<caption>${escapeHtml(caption)}</caption>`;
  const rows = body.map((line) => `<tr>${cells("td", line)}</tr>`);
  return `<table>${heading}<thead><tr>${cells("th", header)}</tr></thead><tbody>\n${rows.join("\n")}\n</tbody></table>`;
}

/** Shows rows or a DataFrame as a table: HTML in a notebook, aligned text elsewhere. */
export function showTable(
  data: TableData,
  { caption, rows: most = 20, digits = DIGITS }: TableOptions = {},
): void {
  const { columns, rows } = gridOf(data);
  const body = rows.slice(0, most).map((row) => row.map((value) => cellText(value, digits)));
  const right = columns.map((_, i) => isNumeric(rows, i));
  const hidden = rows.length - body.length;
  const more = hidden > 0 ? `… and ${hidden} more rows` : "";
  displayBundle({
    "text/plain": [caption, plainTable(columns, body, right), more].filter(Boolean).join("\n"),
    "text/html": htmlTable(columns, body, right, caption) + (more && `<p>${more}</p>`),
  });
}
