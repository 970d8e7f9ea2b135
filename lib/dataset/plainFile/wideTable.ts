import { at } from "../../math/at";
import { DatasetError } from "../datasetError";
import { orderNote } from "./arrays";
import { type FileOptions } from "./fileOptions";
import { type Table, type TableRow } from "./table";
import { type FlatRow, type Targets, targetsOfFlatRows } from "./targets";

const INDEX_NAMES = ["", "index", "unnamed: 0", "sample", "row", "id"];

/** One trajectory a line: by the header's x1, y1, … where it has them, else x and y alternate (or as `order` says). */
export function targetsOfWideTable(file: string, table: Table, { order }: FileOptions): Targets {
  const indexed = hasIndexColumn(table);
  const rows = table.rows.map((row) => flatRow(row, indexed));
  const { field, numbers } = at(rows, 0);
  if (numbers.length % 2 !== 0) {
    throw new DatasetError(
      file,
      field,
      `expected an even number of cells (x, y of each step), got ${table.rows[0]?.cells.length ?? 0}; a first column 0, 1, 2, … is taken for an index`,
    );
  }
  const index = indexed ? ["index column skipped"] : [];
  const columns = table.names?.slice(indexed ? 1 : 0);
  const byHeader = columns === undefined || order !== undefined ? undefined : headerOrder(columns);
  if (byHeader !== undefined) {
    const sorted = rows.map((row) => ({ ...row, numbers: byHeader.map((k) => at(row.numbers, k)) }));
    const trajectories = targetsOfFlatRows(file, sorted, "xyxy");
    return { trajectories, notes: ["x then y", "header used", ...index, table.dialect] };
  }
  const header = table.names !== undefined || table.numberedColumns ? ["header skipped"] : [];
  const trajectories = targetsOfFlatRows(file, rows, order);
  return { trajectories, notes: [orderNote(order), ...header, ...index, table.dialect] };
}

function flatRow({ field, numbers }: TableRow, indexed: boolean): FlatRow {
  return { field, numbers: indexed ? numbers.slice(1) : numbers };
}

/** A first column that counts the lines beside an even rest. */
function hasIndexColumn({ names, rows }: Table): boolean {
  const odd = at(rows, 0).numbers.length % 2 === 1;
  if (!odd) return false;
  if (names !== undefined && INDEX_NAMES.includes(names[0] ?? "")) return true;
  const start = at(rows, 0).numbers[0] ?? NaN;
  if (rows.length < 2) return false;
  return (start === 0 || start === 1) && rows.every(({ numbers }, i) => numbers[0] === start + i);
}

/** Where x and y of each step stand by names like x1, y_1, x[0], 3_x or pos_x_7; `undefined` when any is no such name. */
function headerOrder(names: readonly string[]): number[] | undefined {
  const places = { x: new Map<number, number>(), y: new Map<number, number>() };
  for (const [k, name] of names.entries()) {
    const [, axis, after] = /^(?:.*[^a-z])?([xy])\D*(\d+)\D*$/.exec(name) ?? [];
    const [, before, last] = /^\D*(\d+)\D*?([xy])$/.exec(name) ?? [];
    const letter = axis ?? last;
    const step = after ?? before;
    if ((letter !== "x" && letter !== "y") || step === undefined) return undefined;
    places[letter].set(Number(step), k);
  }
  const steps = [...places.x.keys()].sort((a, b) => a - b);
  const order = steps.flatMap((step) => [places.x.get(step) ?? NaN, places.y.get(step) ?? NaN]);
  return order.length === names.length && !order.some(Number.isNaN) ? order : undefined;
}
