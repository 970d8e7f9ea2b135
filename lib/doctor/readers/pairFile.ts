import { readFileSync } from "node:fs";
import { DatasetError } from "../../dataset/datasetError";
import { npyArray, npzArrays } from "../../dataset/plainFile/arrays";
import { foreignFormat } from "../../dataset/plainFile/contentKind";
import { type NpyArray } from "../../files/npy";
import { product } from "../../math/product";
import { matrixOf, type NumberColumns, readNumberColumns, WANTED } from "./numberColumns";
import { pairMatrices, rowsOf, sideOf, sidesOf } from "./pairColumns";
import { isParquet, readParquetColumns } from "./parquetColumns";
import { headOf, type OnBytes } from "./textLines";

/** Numbers of a file as rows, and the shape they had there. */
export interface Matrix {
  readonly rows: readonly (readonly number[])[];
  /** As the file has it, before the last axes were laid flat. */
  readonly shape: readonly number[];
}

/** What a file given for predictions holds: both sides, or the predictions alone. */
export type PairFile =
  | {
      readonly kind: "both";
      readonly targets: Matrix;
      readonly predictions: Matrix;
      readonly names?: readonly string[];
    }
  | { readonly kind: "one"; readonly matrix: Matrix };

/** Reads a table, `.npy`, `.npz` or Parquet, told apart by content. Errors: a DatasetError with what was found and wanted. */
export async function readPairFile(
  file: string,
  side: "target" | "prediction",
  onBytes?: OnBytes,
): Promise<PairFile> {
  const content = await contentOf(file, onBytes);
  if ("arrays" in content) return pairsOfArrays(file, content.arrays, side);
  const { target, prediction } = sidesOf(content);
  if (target.size > 0 && prediction.size > 0) {
    const { targets, predictions, names } = pairMatrices(file, content);
    const both = { targets: matrix(targets), predictions: matrix(predictions) };
    return { kind: "both", ...both, ...(names === undefined ? {} : { names }) };
  }
  const own = side === "target" ? target : prediction;
  const rows = own.size > 0 ? rowsOf(file, [...own.values()], content.rows) : matrixOf(file, content);
  return { kind: "one", matrix: matrix(rows) };
}

/** Rows of plain numbers: the inputs. Errors: as `readPairFile`. */
export async function readMatrix(file: string): Promise<Matrix> {
  const content = await contentOf(file);
  return "arrays" in content
    ? matrixOfArray(onlyArray(file, content.arrays))
    : matrix(matrixOf(file, content));
}

/** The array of a `.npy` or `.npz`, or the `past_0…` columns of a table as [N, columns]. */
export async function readPast(file: string): Promise<NpyArray | Matrix> {
  const content = await contentOf(file);
  if ("arrays" in content) return onlyArray(file, content.arrays);
  const { past } = sidesOf(content);
  if (past.size > 0) return matrix(rowsOf(file, [...past.values()], content.rows));
  throw new DatasetError(
    file,
    "columns",
    "expected past_0, past_1 …, got none; write P·C columns, oldest first",
  );
}

interface Arrays {
  readonly arrays: readonly { readonly name: string; readonly read: () => NpyArray }[];
}

const EXPORT = 'np.savez("pairs.npz", targets=targets, predictions=predictions)';

async function contentOf(file: string, onBytes?: OnBytes): Promise<NumberColumns | Arrays> {
  const head = headOf(file);
  const start = head.subarray(0, 4096).toString("latin1");
  if (start.startsWith("\x93NUMPY"))
    return { arrays: [{ name: "content", read: () => npyArray(file, readFileSync(file)) }] };
  if (start.startsWith("PK\x03\x04")) return { arrays: npzArrays(file, readFileSync(file)) };
  if (isParquet(head)) return readParquetColumns(file);
  const foreign = foreignFormat(start);
  const binary = foreign === undefined && start.includes("\0") ? "bytes of an unknown format" : undefined;
  const got = foreign?.id === "utf-16" ? undefined : (foreign?.name ?? binary);
  if (got !== undefined)
    throw new DatasetError(
      file,
      "content",
      `expected a table of text, .npy, .npz or Parquet, got ${got}; export it in Python: ${EXPORT}`,
    );
  return readNumberColumns(file, onBytes);
}

function pairsOfArrays(file: string, arrays: Arrays["arrays"], side: "target" | "prediction"): PairFile {
  const [targets] = named(arrays, "target");
  const [predictions] = named(arrays, "prediction");
  if (targets !== undefined && predictions !== undefined)
    return {
      kind: "both",
      targets: matrixOfArray(targets.read()),
      predictions: matrixOfArray(predictions.read()),
    };
  const own = named(arrays, side);
  return {
    kind: "one",
    matrix: matrixOfArray(own.length === 1 ? onlyArray(file, own) : onlyArray(file, arrays)),
  };
}

function named(arrays: Arrays["arrays"], side: "target" | "prediction"): Arrays["arrays"] {
  return arrays.filter(({ name }) => sideOf(name)?.side === side);
}

function onlyArray(file: string, arrays: Arrays["arrays"]): NpyArray {
  const [first, ...others] = arrays;
  if (first !== undefined && others.length === 0) return first.read();
  const names = arrays.map(({ name }) => name).join(", ");
  throw new DatasetError(
    file,
    "content",
    `expected one array, or targets and predictions, got ${names}; save them under these names: ${EXPORT}`,
  );
}

function matrix(rows: readonly (readonly number[])[]): Matrix {
  return { rows, shape: [rows.length, rows[0]?.length ?? 0] };
}

/** [N, …] laid flat to [N, D]; [N] is [N, 1]. */
function matrixOfArray({ shape, data }: NpyArray): Matrix {
  const [n = 0, ...rest] = shape;
  const width = product(rest);
  const rows = Array.from({ length: n }, (_, row) =>
    Array.from(data.subarray(row * width, (row + 1) * width)),
  );
  return { rows, shape };
}

export { WANTED };
