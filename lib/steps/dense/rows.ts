import { type Engine } from "./engine";
import { strideOf } from "./layout";

/** Writes [rows, width] values, row-major, to rows in memory; the padding behind each row stays as it is. */
export function writeRows({ floats }: Engine, address: number, values: Float32Array, width: number): void {
  const step = strideOf(width) / 4;
  for (let from = 0, to = address / 4; from < values.length; from += width, to += step) {
    floats.set(values.subarray(from, from + width), to);
  }
}

/** A copy of `rows` rows in memory, [rows, width] row-major. */
export function readRows({ floats }: Engine, address: number, rows: number, width: number): Float32Array {
  const step = strideOf(width) / 4;
  const values = new Float32Array(rows * width);
  for (let r = 0; r < rows; r++) {
    const from = address / 4 + r * step;
    values.set(floats.subarray(from, from + width), r * width);
  }
  return values;
}
