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
  /** What fills the present row's cell of a column; the column is there from here on, though none may be filled. */
  column(name: string): (value: number) => void;
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
  const setters = new Map<string, (value: number) => void>();
  const notes = new Set<string>();
  const ignored = new Set<string>();
  let row = 0;
  const column = (name: string): ((value: number) => void) => {
    const known = setters.get(name);
    if (known !== undefined) return known;
    const [rows, values]: [number[], number[]] = [[], []];
    const set = (value: number): void => {
      const last = rows.length - 1;
      if (rows[last] === row)
        values[last] = value; // said twice in a row: the later word counts
      else {
        rows.push(row);
        values.push(value);
      }
    };
    columns.set(name, { name, rows, values });
    setters.set(name, set);
    return set;
  };
  return {
    column,
    set: (name, value) => column(name)(value),
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
  if (!Number.isNaN(value)) return value === 0 && cell.trim() === "" ? undefined : value;
  if (/^[-+]?nan$/i.test(cell)) return NaN;
  if (/^[-+]?inf(inity)?$/i.test(cell)) return cell.startsWith("-") ? -Infinity : Infinity;
  return undefined;
}
