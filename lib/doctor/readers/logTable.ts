/** The filled cells of one column, in the order of the file. */
export interface LogColumn {
  readonly name: string;
  /** The row of each value, ascending, from 0. */
  readonly rows: readonly number[];
  /** NaN and the infinities as they were logged; an empty cell is not here. */
  readonly values: readonly number[];
}

/** What a log holds before anybody says what its columns mean. */
export interface LogTable {
  /** The format in words, for the line that says how a file was understood. */
  readonly format: string;
  readonly rows: number;
  readonly columns: readonly LogColumn[];
  /** What `at` counts where no column says so. */
  readonly countsEpochs: boolean;
  /** Columns left out on purpose: summaries that are no point of a curve. */
  readonly ignored: readonly string[];
  /** What a person should know of the reading: damage, restarts, encodings. */
  readonly notes: readonly string[];
}

interface Growing {
  readonly name: string;
  readonly rows: number[];
  readonly values: number[];
}

/** Collects the cells of a log row by row. */
export interface LogTableBuilder {
  /** A column from here on, though no cell of it may be filled. */
  declare(name: string): void;
  set(name: string, value: number): void;
  /** The cells set from here on stand in the next row. */
  endRow(): void;
  note(text: string): void;
  ignore(name: string): void;
  table(format: string, countsEpochs?: boolean): LogTable;
}

/** An empty table to fill. */
export function logTableBuilder(): LogTableBuilder {
  const columns = new Map<string, Growing>();
  const notes = new Set<string>();
  const ignored = new Set<string>();
  let row = 0;
  const column = (name: string): Growing => {
    const known = columns.get(name);
    if (known !== undefined) return known;
    const made = { name, rows: [], values: [] };
    columns.set(name, made);
    return made;
  };
  return {
    declare: (name) => void column(name),
    set(name, value) {
      const { rows, values } = column(name);
      if (rows.at(-1) === row) {
        values[values.length - 1] = value; // said twice in a row: the later word counts
        return;
      }
      rows.push(row);
      values.push(value);
    },
    endRow: () => {
      row++;
    },
    note: (text) => void notes.add(text),
    ignore: (name) => void ignored.add(name),
    table: (format, countsEpochs = false) => ({
      ...{ format, rows: row, countsEpochs },
      columns: [...columns.values()],
      ignored: [...ignored],
      notes: [...notes],
    }),
  };
}

/** A number as logs write it, also `nan`, `inf` and `1e-3`; undefined for anything else. */
export function loggedNumber(cell: string): number | undefined {
  const value = Number(cell);
  if (!Number.isNaN(value)) return cell.trim() === "" ? undefined : value;
  if (/^[-+]?nan$/i.test(cell)) return NaN;
  if (/^[-+]?inf(inity)?$/i.test(cell)) return cell.startsWith("-") ? -Infinity : Infinity;
  return undefined;
}
