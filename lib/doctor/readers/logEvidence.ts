import { DatasetError } from "../../dataset/datasetError";
import { type Evidence } from "../evidence";
import { curvesOf } from "./curves";
import { type LogTable } from "./logTable";
import { type ColumnRole, listed, rolesOf, type SaidRoles } from "./roles";

/** Evidence of one run, and how what it was read from was understood. */
export interface ReadRun {
  /** The file or folder. */
  readonly source: string;
  /** What tells the run from others beside it. */
  readonly name: string;
  /** Empty where no log was read. */
  readonly roles: Readonly<Record<string, ColumnRole>>;
  readonly evidence: Evidence;
  /** How it was read, what was left out: for people. */
  readonly notes: readonly string[];
}

/**
 * The curves of a log as evidence. Errors: a DatasetError for a log without numbers, or without any loss to judge by;
 * `needsLoss: false` (pairs stand beside it) lets the latter pass with a note.
 */
export function logEvidence(
  source: string,
  name: string,
  table: LogTable,
  { said = {}, needsLoss = true }: { readonly said?: SaidRoles; readonly needsLoss?: boolean } = {},
): ReadRun {
  if (!table.columns.some(({ values }) => values.length > 0)) throw noNumbers(source, table);
  const read = rolesOf(source, table, said);
  const { curves, notes } = curvesOf(table, read);
  const losses = curves.filter(({ role }) => role === "train-loss" || role === "validation-loss");
  if (losses.length === 0 && needsLoss) throw noLoss(source, table, read.roles);
  if (
    losses.length > 0 &&
    curves.every(({ values }) => values.every((value) => value === "NaN")) &&
    !said["train-loss"]
  )
    throw allNaN(source, table);
  return {
    ...{ source, name, roles: read.roles },
    evidence: { format: 1, name, level: "log", curves },
    notes: [`${table.format}, ${table.rows} rows`, ...table.notes, ...notes, ...read.notes],
  };
}

function noNumbers(file: string, { columns, format }: LogTable): DatasetError {
  const names = columns.map(({ name }) => name);
  const got = names.length > 0 ? `only names: ${listed(names)}` : `none (read as ${format})`;
  return new DatasetError(
    file,
    "content",
    `expected at least one row of numbers, got ${got}; name the log of a run that began`,
  );
}

function noLoss(
  file: string,
  { columns }: LogTable,
  roles: Readonly<Record<string, ColumnRole>>,
): DatasetError {
  const filled = new Set(columns.filter(({ values }) => values.length > 0).map(({ name }) => name));
  const names = Object.keys(roles).map((name) => (filled.has(name) ? name : `${name} (no numbers)`));
  return new DatasetError(
    file,
    "columns",
    `expected a loss among them, got ${listed(names)}; nothing can be judged without one: name it with --train-loss COLUMN, or add --predictions`,
  );
}

function allNaN(file: string, { columns }: LogTable): DatasetError {
  const names = columns.map(({ name }) => name);
  return new DatasetError(
    file,
    "columns",
    `expected numbers, got NaN in every row of every curve (${listed(names)}); log the loss before it is NaN`,
  );
}
