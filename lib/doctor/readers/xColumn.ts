import { type LogColumn, type LogTable } from "./logTable";

/** The column that says where a value stands. */
export interface XColumn {
  readonly x: "epoch" | "step";
  /** Absent: rows are counted, from 0. */
  readonly name?: string;
  /** The epoch column, where steps begin again in every epoch. */
  readonly within?: string;
  /** Every column that counts epochs, steps or rows. */
  readonly places: readonly string[];
}

const EPOCH = /^(epochs?|ep|current_epoch)$/;
const STEP =
  /^(global_?steps?|steps?|iterations?|iters?|it|n_?iter|num_updates|updates?|batch|batch_idx|total_timesteps|timesteps|env_steps?|samples_seen)$/;
const INDEX = /^(|index|unnamed:_0|id)$/;

/**
 * Steps where a log has them, since validation stands between epochs' ends; epochs where every row is one. Without either
 * an unnamed column that counts, else the number of the row.
 */
export function xColumnOf({ columns, rows, countsEpochs }: LogTable): XColumn {
  const named = (pattern: RegExp): LogColumn[] => columns.filter(({ name }) => pattern.test(bare(name)));
  const [epochs, steps] = [named(EPOCH), named(STEP)];
  const indexes = named(INDEX).filter(counts);
  const places = [...epochs, ...steps, ...indexes].map(({ name }) => name);
  const epoch = epochs.find(isPlace);
  const step = steps.find(isPlace);
  if (epoch !== undefined && (step === undefined || (rows > 1 && oneRowEach(epoch, rows))))
    return { x: "epoch", name: epoch.name, places };
  if (step !== undefined) {
    const within = epoch !== undefined && restartsWithEpochs(step, epoch, rows) ? { within: epoch.name } : {};
    return { x: "step", name: step.name, places, ...within };
  }
  const x = countsEpochs ? "epoch" : "step";
  const [index] = indexes;
  return index === undefined ? { x, places } : { x, name: index.name, places };
}

/** `trainer/global_step` and `_step` are steps too. */
function bare(name: string): string {
  return name.toLowerCase().trim().replace(/^.*\//, "").replace(/^_/, "").replaceAll(" ", "_");
}

function isPlace({ values }: LogColumn): boolean {
  return values.length > 0 && values.every(Number.isFinite);
}

function counts({ values }: LogColumn): boolean {
  const start = values[0] ?? NaN;
  return (start === 0 || start === 1) && values.every((value, i) => value === start + i);
}

/** Whether whole epochs stand one in a row, also where they begin again. */
function oneRowEach({ values }: LogColumn, rows: number): boolean {
  return (
    values.length === rows &&
    values.every((value, i) => Number.isInteger(value) && (i === 0 || value !== values[i - 1]))
  );
}

/** Whether steps go back, and mostly where the epoch goes on. */
function restartsWithEpochs(step: LogColumn, epoch: LogColumn, rows: number): boolean {
  const epochs = cellsOf({ columns: [epoch], rows }, epoch.name);
  let [back, forward] = [0, 0];
  for (let i = 1; i < step.rows.length; i++) {
    if ((step.values[i] ?? NaN) >= (step.values[i - 1] ?? NaN)) continue;
    back++;
    if ((epochs[step.rows[i] ?? -1] ?? NaN) > (epochs[step.rows[i - 1] ?? -1] ?? NaN)) forward++;
  }
  return back > 0 && forward > back / 2;
}

/** Where each row stands: the x column's value, or the last one before a row without any. */
export function placesOf(table: LogTable, { name, within }: XColumn): Float64Array {
  if (name === undefined) return Float64Array.from({ length: table.rows }, (_, row) => row);
  if (within === undefined) return carried(cellsOf(table, name));
  const steps = cellsOf(table, name);
  const most = steps.reduce((high, step) => (step > high ? step : high), 1);
  // A row of an epoch without a step is what was said at its end.
  return carried(cellsOf(table, within)).map((epoch, row) => {
    const step = steps[row] ?? NaN;
    return epoch * most + (Number.isNaN(step) ? most : step);
  });
}

/** A column's value in each row, NaN where it has none. */
function cellsOf({ columns, rows }: Pick<LogTable, "columns" | "rows">, name: string): Float64Array {
  const cells = new Float64Array(rows).fill(NaN);
  const column = columns.find((one) => one.name === name);
  column?.rows.forEach((row, i) => (cells[row] = column.values[i] ?? NaN));
  return cells;
}

function carried(cells: Float64Array): Float64Array {
  let last = 0;
  return cells.map((cell) => (last = Number.isNaN(cell) ? last : cell));
}
