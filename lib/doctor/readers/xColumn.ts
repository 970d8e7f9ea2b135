import { type LogColumn, type LogTable } from "./logTable";

/** The column that says where a value stands. */
export interface XColumn {
  readonly x: "epoch" | "step";
  /** Absent: rows are counted, from 0. */
  readonly name?: string;
  /** Every column that counts epochs, steps or rows. */
  readonly places: readonly string[];
}

const EPOCH = /^(epochs?|ep|current_epoch)$/;
const STEP =
  /^(global_?steps?|steps?|iterations?|iters?|it|n_?iter|num_updates|updates?|batch|total_timesteps|timesteps|env_steps?|samples_seen)$/;
const INDEX = /^(|index|unnamed: 0|id)$/;

/**
 * Steps where a log has them, since validation stands between epochs' ends; epochs where every row is one. Without either
 * an unnamed column that counts, else the number of the row.
 */
export function xColumnOf({ columns, rows, countsEpochs }: LogTable): XColumn {
  const named = (pattern: RegExp): LogColumn[] => columns.filter(({ name }) => pattern.test(bare(name)));
  const usable = (column: LogColumn): boolean =>
    column.values.length > 0 && column.values.every((value) => Number.isFinite(value));
  const [epochs, steps] = [named(EPOCH), named(STEP)];
  const indexes = named(INDEX).filter((column) => counts(column));
  const places = [...epochs, ...steps, ...indexes].map(({ name }) => name);
  const epoch = epochs.find(usable);
  const step = steps.find(usable);
  if (epoch !== undefined && (step === undefined || (rows > 1 && oneRowEach(epoch, rows))))
    return { x: "epoch", name: epoch.name, places };
  if (step !== undefined) return { x: "step", name: step.name, places };
  const x = countsEpochs ? "epoch" : "step";
  const [index] = indexes;
  return index === undefined ? { x, places } : { x, name: index.name, places };
}

/** `trainer/global_step` and `_step` are steps too. */
function bare(name: string): string {
  return name
    .toLowerCase()
    .trim()
    .replace(/^.*\//, "")
    .replace(/^_/, "")
    .replaceAll(" ", "_")
    .replace("unnamed:_0", "unnamed: 0");
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
