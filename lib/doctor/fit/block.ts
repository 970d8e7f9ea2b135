import { at } from "../../math/at";
import { product } from "../../math/product";
import { type Rows } from "../recipe";

/** Rows as one row-major block of numbers, [N, …]. */
export interface Block {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** A recipe's rows as a block. Errors: no row, ragged rows, a shape that its numbers do not fill, NaN. */
export function blockOf(rows: Rows, what: string): Block {
  const block = read(rows, what);
  const wanted = product(block.shape);
  if (at(block.shape, 0) > 0 && wanted === block.data.length) return checked(block, what);
  throw new Error(
    `${what}: expected at least one row and ${wanted} numbers for [${block.shape.join(", ")}], got ${block.data.length}; check the shape`,
  );
}

function checked(block: Block, what: string): Block {
  const wrong = block.data.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return block;
  const row = Math.floor(wrong / widthOf(block));
  throw new Error(
    `${what}: expected finite numbers, got ${String(block.data[wrong])} in row ${row}; fill or leave out rows like it`,
  );
}

function read(rows: Rows, what: string): Block {
  if (isList(rows)) return listed(rows, what);
  if (!("dataSync" in rows)) return rows;
  return { data: Float32Array.from(rows.dataSync()), shape: rows.shape };
}

function isList(rows: Rows): rows is readonly (readonly number[])[] {
  return Array.isArray(rows);
}

function listed(rows: readonly (readonly number[])[], what: string): Block {
  const width = rows[0]?.length ?? 0;
  const ragged = rows.findIndex((row) => row.length !== width);
  if (ragged >= 0) {
    throw new Error(
      `${what}: expected ${width} numbers in row ${ragged} as in row 0, got ${at(rows, ragged).length}; fill or leave out the row`,
    );
  }
  return { data: Float32Array.from(rows.flat()), shape: [rows.length, width] };
}

/** Numbers of one row. */
export function widthOf({ data, shape }: Block): number {
  return data.length / at(shape, 0);
}

/** Some rows, in their order. */
export function takeRows(block: Block, rows: readonly number[]): Block {
  const width = widthOf(block);
  const data = new Float32Array(rows.length * width);
  rows.forEach((row, i) => data.set(block.data.subarray(row * width, (row + 1) * width), i * width));
  return { data, shape: [rows.length, ...block.shape.slice(1)] };
}

/** Rows of plain numbers, what lies within a row flattened. */
export function tableOf(block: Block): number[][] {
  const width = widthOf(block);
  return Array.from({ length: at(block.shape, 0) }, (_, i) => [
    ...block.data.subarray(i * width, (i + 1) * width),
  ]);
}
