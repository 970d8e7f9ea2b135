import { readFileSync } from "node:fs";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { DatasetError } from "../../dataset/datasetError";
import { type NumberColumn, type NumberColumns } from "./numberColumns";

/** Whether bytes begin as a Parquet file does. */
export function isParquet(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 4)).toString("latin1") === "PAR1";
}

const COMPRESSORS = {
  GZIP: (input: Uint8Array) => gunzipSync(input),
  BROTLI: (input: Uint8Array) => brotliDecompressSync(input),
};

/**
 * The columns of numbers of a Parquet file; a column of lists gives one for each place, `name_0` …. Errors: a DatasetError
 * when the file is damaged or compressed in a way that is not read here (snappy, gzip, brotli and none are).
 */
export async function readParquetColumns(file: string): Promise<NumberColumns> {
  const { parquetMetadata, parquetReadObjects, parquetSchema } = await import("hyparquet");
  const bytes = readFileSync(file);
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  try {
    const rows = await parquetReadObjects({ file: buffer, compressors: COMPRESSORS });
    const names = parquetSchema(parquetMetadata(buffer)).children.map(({ element }) => element.name);
    const columns = names.flatMap((name) =>
      flattened(
        name,
        rows.map((row): unknown => row[name]),
      ),
    );
    return { rows: rows.length, columns };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatasetError(
      file,
      "content",
      `expected a whole Parquet file in snappy or gzip, got "${reason}"; export it in Python: pandas.read_parquet(path).to_csv("pairs.csv", index=False)`,
      { cause: error },
    );
  }
}

function flattened(name: string, cells: readonly unknown[]): NumberColumn[] {
  const [first] = cells;
  if (!Array.isArray(first)) return [columnOf(name, cells)];
  const lists = cells as readonly (readonly unknown[])[];
  return first.map((_, i) =>
    columnOf(
      `${name}_${i}`,
      lists.map((list) => (list.length === first.length ? list[i] : `a list of ${list.length}`)),
    ),
  );
}

function columnOf(name: string, cells: readonly unknown[]): NumberColumn {
  const values = cells.map((cell) =>
    typeof cell === "bigint" ? Number(cell) : typeof cell === "number" ? cell : NaN,
  );
  const wrong = cells.findIndex((cell) => typeof cell !== "number" && typeof cell !== "bigint");
  return {
    name,
    values,
    ...(wrong < 0 ? {} : { fault: `row ${wrong}: ${String(cells[wrong]).slice(0, 30)}` }),
  };
}
