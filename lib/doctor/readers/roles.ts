import { DatasetError } from "../../dataset/datasetError";
import { type CurveRole } from "../evidence";
import { type ColumnWords, columnWords } from "./columnWords";
import { type LogColumn, type LogTable } from "./logTable";
import { type XColumn, xColumnOf } from "./xColumn";

/** What a column is taken for. */
export type ColumnRole = CurveRole | "x" | "ignored";

/** Roles that one column each may be said to have. */
const NAMED_ROLES = ["train-loss", "validation-loss", "learning-rate", "gradient-norm"] as const;

/** What a person says of a log's columns, instead of the guess. */
export type SaidRoles = Readonly<Partial<Record<(typeof NAMED_ROLES)[number], string>>>;

/** What every column of a log is taken for, and why where that is not plain. */
export interface Roles {
  readonly roles: Readonly<Record<string, ColumnRole>>;
  readonly x: XColumn;
  readonly notes: readonly string[];
}

interface Known {
  readonly column: LogColumn;
  readonly words: ColumnWords;
}

/**
 * Roles by the columns' names: the whole loss before its parts, the mean of an epoch before single steps, `val` before `test`.
 * Errors: a DatasetError when a said column is not there.
 */
export function rolesOf(file: string, table: LogTable, said: SaidRoles = {}): Roles {
  checkSaid(file, table, said);
  const x = xColumnOf(table);
  const known = table.columns
    .filter(({ name, values }) => values.length > 0 && !x.places.includes(name))
    .map((column) => ({ column, words: columnWords(column.name) }));
  const chosen = { ...guessed(known), ...said };
  const roles = Object.fromEntries([
    ...table.ignored.map((name) => [name, "ignored"] as const),
    ...table.columns.map(({ name, values }) => [name, values.length === 0 ? "ignored" : "other"] as const),
    ...known.map(({ column, words }) => [column.name, plainRole(words)] as const),
    ...x.places.map((name) => [name, name === x.name ? "x" : "ignored"] as const),
    ...NAMED_ROLES.flatMap((role) => (chosen[role] === undefined ? [] : [[chosen[role], role] as const])),
  ] satisfies (readonly [string, ColumnRole])[]);
  return { roles, x, notes: notesOf(known, chosen, said) };
}

function checkSaid(file: string, { columns }: LogTable, said: SaidRoles): void {
  const names = columns.map(({ name }) => name);
  for (const role of NAMED_ROLES) {
    const name = said[role];
    if (name === undefined || names.includes(name)) continue;
    throw new DatasetError(
      file,
      `--${role}`,
      `expected one of its columns, got ${name}; name one of ${listed(names)}`,
    );
  }
}

/** Names for an error: as many as a line holds. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 12).join(", ");
  return names.length > 12 ? `${shown} … (${names.length})` : shown;
}

/** The role of a column that is not the one of its kind. */
function plainRole({ kind, split }: ColumnWords): ColumnRole {
  if (kind === "aside") return "ignored";
  if (kind !== "metric") return "other";
  return split === "validation" || split === "test" ? "validation-metric" : "train-metric";
}

function guessed(known: readonly Known[]): SaidRoles {
  const losses = known.filter(({ words }) => words.kind === "loss");
  const pool =
    losses.length > 0 ? losses : known.filter(({ words }) => words.kind === "metric" && words.isError);
  const train = best(pool.filter(({ words: { split } }) => split === undefined || split === "train"));
  const validation =
    best(pool.filter(({ words: { split } }) => split === "validation")) ??
    best(pool.filter(({ words: { split } }) => split === "test"));
  const rate = best(known.filter(({ words }) => words.kind === "learning-rate"));
  const gradient = best(known.filter(({ words }) => words.kind === "gradient-norm"));
  return {
    ...(train === undefined ? {} : { "train-loss": train }),
    ...(validation === undefined ? {} : { "validation-loss": validation }),
    ...(rate === undefined ? {} : { "learning-rate": rate }),
    ...(gradient === undefined ? {} : { "gradient-norm": gradient }),
  };
}

/** Fewer points are no curve. */
const FEWEST = 3;

/** A curve before a few points, the whole loss before a part, the mean of an epoch before steps, then the file's order. */
function best(candidates: readonly Known[]): string | undefined {
  const short = ({ column }: Known): boolean => column.values.length < FEWEST;
  const rank = (one: Known): number => {
    const { rest, perStep, split } = one.words;
    return (short(one) ? 100 : 0) + 10 * rest.length + (perStep ? 4 : 0) + (split === undefined ? 1 : 0);
  };
  const [first] = candidates.toSorted((a, b) => rank(a) - rank(b));
  return first?.column.name;
}

function notesOf(known: readonly Known[], chosen: SaidRoles, said: SaidRoles): string[] {
  const wordsOf = new Map(known.map(({ column, words }) => [column.name, words]));
  return (["train-loss", "validation-loss"] as const).flatMap((role) => {
    const name = chosen[role];
    const words = name === undefined ? undefined : wordsOf.get(name);
    if (words === undefined || said[role] !== undefined) return [];
    if (words.kind !== "loss")
      return [`no loss by name: ${name ?? ""} taken for the ${role.replace("-", " ")}`];
    return words.rest.length > 0
      ? [`${name ?? ""} is a part of the loss; --${role} COLUMN takes another`]
      : [];
  });
}
