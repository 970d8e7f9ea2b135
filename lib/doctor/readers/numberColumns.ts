import { statSync } from "node:fs";
import { DatasetError } from "../../dataset/datasetError";
import { loggedNumber } from "./logTable";
import { listed } from "./roles";
import { tableDialectOf } from "./tableLog";
import { type TableDialect } from "./tableDialect";
import { encodingOf, HEAD_BYTES, headOf, type OnBytes, textLines } from "./textLines";

/** Columns of numbers of one length, each under its name. */
export interface NumberColumns {
  readonly rows: number;
  readonly columns: readonly NumberColumn[];
}

/** One column; `fault` says where its first cell stands that is no number. */
export interface NumberColumn {
  readonly name: string;
  readonly values: readonly number[];
  readonly fault?: string;
}

/**
 * A table of text whose first line names its columns, every line whole. `nan` and `inf` are numbers here. Errors: a
 * DatasetError names the line that has another width, or says that there is no header or no row.
 */
export function readNumberColumns(file: string, onBytes?: OnBytes): NumberColumns {
  const head = headOf(file);
  const text = new TextDecoder(encodingOf(head)).decode(head).split(/\r?\n/);
  const start = head.length === HEAD_BYTES ? text.slice(0, -1) : text;
  const dialect = tableDialectOf(start) ?? oneColumn(start);
  if (dialect === undefined)
    throw new DatasetError(
      file,
      "content",
      `expected a table with one row a prediction, got no table; ${WANTED}`,
    );
  const lines = textLines(file, statSync(file).size, onBytes);
  return columnsOf(file, lines, dialect);
}

/** What a table of pairs looks like. */
export const WANTED = "write index,target,prediction or target_0…,prediction_0… with a header";

/** A single column has no separator: one name, then numbers. */
function oneColumn(lines: readonly string[]): TableDialect | undefined {
  const rows = lines.slice(1).filter((line) => line.trim() !== "");
  const numbers = rows.length > 0 && rows.every((line) => loggedNumber(line.trim()) !== undefined);
  return numbers ? { name: "one column", cells: (line) => [line.trim()] } : undefined;
}

function columnsOf(file: string, lines: Iterable<string>, { cells }: TableDialect): NumberColumns {
  const names: string[] = [];
  const columns: number[][] = [];
  const faults: (string | undefined)[] = [];
  let number = 0;
  for (const line of lines) {
    number++;
    if (line === "" || line.startsWith("#") || line.trim() === "") continue;
    const row = cells(line);
    if (names.length === 0) {
      names.push(...headerOf(file, row));
      columns.push(...names.map(() => []));
      continue;
    }
    if (row.length !== names.length)
      throw new DatasetError(
        file,
        `line ${number}`,
        `expected ${names.length} cells as in the header, got ${row.length}; write every line whole`,
      );
    for (let i = 0; i < row.length; i++) {
      const cell = row[i] ?? "";
      const value = loggedNumber(cell);
      if (value === undefined)
        faults[i] ??= `line ${number}: ${cell === "" ? "an empty cell" : cell.slice(0, 30)}`;
      columns[i]?.push(value ?? NaN);
    }
  }
  const rows = columns[0]?.length ?? 0;
  if (rows === 0)
    throw new DatasetError(
      file,
      "content",
      `expected at least one row of numbers, got only names; ${WANTED}`,
    );
  return {
    rows,
    columns: names.map((name, i) => {
      const fault = faults[i];
      return { name, values: columns[i] ?? [], ...(fault === undefined ? {} : { fault }) };
    }),
  };
}

function headerOf(file: string, cells: readonly string[]): readonly string[] {
  if (cells.every((cell) => loggedNumber(cell) === undefined)) return cells;
  throw new DatasetError(file, "first line", `expected names of columns, got ${listed(cells)}; ${WANTED}`);
}

/** The column's numbers. Errors: a DatasetError when a cell of it is none. */
export function wholeColumn(file: string, { name, values, fault }: NumberColumn): readonly number[] {
  if (fault === undefined) return values;
  throw new DatasetError(
    file,
    `column ${name}`,
    `expected numbers, got ${fault}; leave such rows out of both sides`,
  );
}

/** All columns but one that counts rows, as [rows][columns]. */
export function matrixOf(file: string, table: NumberColumns): number[][] {
  const { columns, rows } = table;
  const used = columns.filter((column) => columns.length === 1 || !isIndex(column));
  const values = used.map((column) => wholeColumn(file, column));
  return Array.from({ length: rows }, (_, row) => values.map((column) => column[row] ?? NaN));
}

/** An unnamed column, or one called so, that counts rows. */
function isIndex({ name, values }: NumberColumn): boolean {
  if (!/^(|index|id|row|sample|unnamed: 0)$/i.test(name)) return false;
  const start = values[0] ?? NaN;
  return values.every((value, i) => value === start + i);
}
