import { at } from "../../math/at";
import { DatasetError } from "../datasetError";

/** A line of a table of text, split. */
export interface TableRow {
  /** `line 3`, counted from 1 in the file. */
  readonly field: string;
  readonly cells: readonly string[];
  /** The cells as numbers, NaN where a cell is none. */
  readonly numbers: readonly number[];
}

/** A table of text: rows of one width, the header apart. */
export interface Table {
  /** Lower case, as many as a row has cells; absent without a header. */
  readonly names?: readonly string[];
  readonly rows: readonly TableRow[];
  /** Whether the first line counted columns, as pandas writes it. */
  readonly numberedColumns: boolean;
  /** How the cells are told apart, in words. */
  readonly dialect: string;
}

interface Line {
  readonly field: string;
  readonly text: string;
}

interface Dialect {
  readonly name: string;
  readonly separator: RegExp;
  readonly decimalComma: boolean;
}

const COMMA = /,/;

/**
 * The cells of a text whose separator is found by looking: tab, semicolon, comma or blanks, in this order; a decimal
 * comma beside the first two. Lines that begin with # are skipped, the last before the numbers may be the header.
 */
export function parseTable(file: string, text: string): Table {
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/)
    .map((line, i): Line => ({ field: `line ${i + 1}`, text: line }))
    .filter((line) => /[^\s,;]/.test(line.text));
  const content = lines.filter(({ text: line }) => !line.trimStart().startsWith("#"));
  if (content.length === 0) throw noNumbers(file);
  const dialect = dialectOf(content);
  const rows = withoutEmptyEnd(content.map(({ field, text: line }) => rowOf(field, line, dialect)));
  const [first, ...rest] = rows;
  const named = first?.cells.some((cell) => cell !== "" && !isNumberLike(cell, dialect)) === true;
  const numberedColumns = !named && first !== undefined && countsColumns(first) && rest.length > 0;
  const body = named || numberedColumns ? rest : rows;
  if (!body.some(({ numbers }) => numbers.some(Number.isFinite))) throw noNumbers(file);
  const header = named ? first.cells : commentHeader(lines, content, dialect);
  checkWidths(file, body);
  const names =
    header?.length === at(body, 0).cells.length ? header.map((cell) => cell.toLowerCase()) : undefined;
  if (named && names === undefined) {
    const width = at(body, 0).cells.length;
    throw new DatasetError(
      file,
      first.field,
      `expected a name for each of ${width} columns, got ${first.cells.length}`,
    );
  }
  return { rows: body, numberedColumns, dialect: dialect.name, ...(names === undefined ? {} : { names }) };
}

function noNumbers(file: string): DatasetError {
  return new DatasetError(file, "content", "expected at least one line of numbers, got none");
}

function checkWidths(file: string, rows: readonly TableRow[]): void {
  const width = at(rows, 0).cells.length;
  const odd = rows.find(({ cells }) => cells.length !== width);
  if (odd !== undefined) {
    throw new DatasetError(
      file,
      odd.field,
      `expected ${width} cells as in ${at(rows, 0).field}, got ${odd.cells.length}; write every line whole`,
    );
  }
}

/** The separator by the second line, where the first may be a header. */
function dialectOf(lines: readonly Line[]): Dialect {
  const { text } = lines[1] ?? at(lines, 0);
  const decimalComma = /(^|[;\t"\s])[-+]?\d+,\d+([eE][-+]?\d+)?(?=$|[;\t"\s])/.test(text);
  const comma = decimalComma ? " with decimal commas" : "";
  if (text.includes("\t")) return { name: `tabs${comma}`, separator: /\t/, decimalComma };
  if (text.includes(";")) return { name: `semicolons${comma}`, separator: /;/, decimalComma };
  if (text.includes(",")) return { name: "commas", separator: COMMA, decimalComma: false };
  return { name: "blanks", separator: /\s+/, decimalComma: false };
}

function rowOf(field: string, line: string, dialect: Dialect): TableRow {
  const { separator } = dialect;
  const parts = line.includes('"')
    ? splitQuoted(line, separator)
    : line.replace(/^ +| +$/g, "").split(separator);
  const cells = parts.map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
  return { field, cells, numbers: cells.map((cell) => numberOf(cell, dialect)) };
}

/** Rows whose every line ends in a separator have one cell less than they seem to. */
function withoutEmptyEnd(rows: readonly TableRow[]): readonly TableRow[] {
  if (rows.some(({ cells }) => cells.length < 2 || cells.at(-1) !== "")) return rows;
  return rows.map(({ field, cells, numbers }) => ({
    field,
    cells: cells.slice(0, -1),
    numbers: numbers.slice(0, -1),
  }));
}

/** Separators between quotes do not count. */
function splitQuoted(line: string, separator: RegExp): string[] {
  const parts: string[] = [];
  for (const [i, piece] of line.split('"').entries()) {
    if (i % 2 === 1) parts.push(`${parts.pop() ?? ""}"${piece}"`);
    else {
      const [head = "", ...tail] = piece.split(separator);
      parts.push(`${parts.pop() ?? ""}${head}`, ...tail);
    }
  }
  return parts;
}

/** Words that stand for a missing or endless number: such a line is no header. */
const NO_NUMBER = /^[-+]?(nan|inf(inity)?|null|none|na|n\/a)$/i;

function isNumberLike(cell: string, dialect: Dialect): boolean {
  return NO_NUMBER.test(cell) || !Number.isNaN(numberOf(cell, dialect));
}

function numberOf(cell: string, { decimalComma }: Dialect): number {
  const value = cell === "" ? NaN : Number(decimalComma ? cell.replace(",", ".") : cell);
  return Number.isFinite(value) ? value : NaN;
}

/** Whether a line reads 0, 1, 2, …, as pandas names columns that have no names; its index column has an empty one. */
function countsColumns({ cells, numbers }: TableRow): boolean {
  const start = cells[0] === "" ? 1 : 0;
  return numbers.length > 2 && numbers.slice(start).every((value, i) => value === i);
}

function commentHeader(
  lines: readonly Line[],
  content: readonly Line[],
  dialect: Dialect,
): string[] | undefined {
  const before = lines.slice(0, lines.indexOf(at(content, 0)));
  const last = before
    .at(-1)
    ?.text.trim()
    .replace(/^#+\s*/, "");
  return last?.split(dialect.separator).map((cell) => cell.trim());
}
