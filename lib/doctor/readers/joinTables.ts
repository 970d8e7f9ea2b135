import { type LogTable } from "./logTable";

/** A table, and what its columns are called by beside those of others. */
export interface TablePart {
  readonly prefix: string;
  readonly table: LogTable;
}

/**
 * Tables of one run as one: rows one after the other, so that places stay each table's own; a column of the same name goes on.
 * The places (`step`, `epoch`) keep their names, others get their part's prefix.
 */
export function joinTables(parts: readonly TablePart[]): LogTable {
  const columns = new Map<string, { name: string; rows: number[]; values: number[] }>();
  let start = 0;
  for (const { prefix, table } of parts) {
    for (const { name, rows, values } of table.columns) {
      const full = /^(step|epoch)$/.test(name) ? name : prefix + name;
      const column = columns.get(full) ?? { name: full, rows: [], values: [] };
      columns.set(full, column);
      for (const [i, row] of rows.entries()) {
        column.rows.push(start + row);
        column.values.push(values[i] ?? NaN);
      }
    }
    start += table.rows;
  }
  const tables = parts.map(({ table }) => table);
  return {
    format: tables[0]?.format ?? "log",
    rows: start,
    columns: [...columns.values()],
    countsEpochs: tables.every(({ countsEpochs }) => countsEpochs),
    ignored: tables.flatMap(({ ignored }) => ignored),
    notes: [...new Set(tables.flatMap(({ notes }) => notes))],
  };
}
