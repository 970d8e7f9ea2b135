import { parseLooseJson } from "./looseJson";
import { loggedNumber, type LogTable, type LogTableBuilder, logTableBuilder } from "./logTable";

/** A run inside a JSON file; `name` where the file holds several. */
export interface NamedTable {
  readonly name?: string;
  readonly table: LogTable;
}

type JsonObject = Readonly<Record<string, unknown>>;

/** How deep a log may lie inside other things. */
const DEEPEST = 3;

/** Members that tell parts of one run apart, not runs. */
const PARTS =
  /^(train|training|val|valid|validation|eval|evaluation|test|dev|loss|losses|metrics?|history|logs?|lr|epochs?|acc|accuracy|scores?)([_-].*)?$/i;

/**
 * The logs in a parsed JSON value: a dict of lists, a list of records, `log_history` of a trainer_state.json, or these
 * below a member. Members side by side that are no parts of one run are runs of their own.
 */
export function jsonLogs(value: unknown, depth = 0): NamedTable[] {
  const table = tableOf(value);
  if (table !== undefined) return [{ table }];
  if (!isObject(value) || depth >= DEEPEST) return [];
  const found = Object.entries(value).flatMap(([name, member]) =>
    jsonLogs(member, depth + 1).map((log) => ({
      name: log.name === undefined ? name : `${name}/${log.name}`,
      table: log.table,
    })),
  );
  const [only] = found;
  if (found.length === 1 && only !== undefined) return [{ table: only.table }];
  return found.length > 1 &&
    Object.keys(value).every((name) => PARTS.test(name) || !found.some((log) => log.name === name))
    ? [{ table: joined(found) }]
    : found;
}

function tableOf(value: unknown): LogTable | undefined {
  if (Array.isArray(value)) return listOfRecords(value, "JSON, list of records");
  if (!isObject(value)) return undefined;
  const { log_history: history } = value;
  if (Array.isArray(history)) return trainerState(history);
  const byNumber = Object.entries(value);
  if (byNumber.length > 0 && byNumber.every(([key, member]) => /^\d+$/.test(key) && isObject(member)))
    return listOfRecords(
      byNumber.map(([epoch, member]) => ({ epoch: Number(epoch), ...(member as JsonObject) })),
      "JSON, records by epoch",
    );
  return dictOfLists(value);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A number, also as text; null and anything else is a missing cell. */
function cellOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" ? loggedNumber(value) : undefined;
}

function listOfRecords(records: readonly unknown[], format: string): LogTable | undefined {
  if (records.length === 0 || !records.every(isObject)) return undefined;
  const builder = logTableBuilder();
  for (const record of records) addRecord(builder, record);
  return builder.table(format);
}

/** One record as a row; numbers one level down get their member's name before theirs. */
function addRecord(builder: LogTableBuilder, record: JsonObject): void {
  for (const [name, value] of Object.entries(record)) {
    const number = cellOf(value);
    if (number !== undefined) builder.set(name, number);
    else if (isObject(value)) addMembers(builder, name, value);
    else builder.column(name);
  }
  builder.endRow();
}

function addMembers(builder: LogTableBuilder, prefix: string, members: JsonObject): void {
  for (const [name, value] of Object.entries(members)) {
    const number = cellOf(value);
    if (number !== undefined) builder.set(`${prefix}/${name}`, number);
  }
}

/** The closing record (`train_loss` is a mean over the run, `train_runtime` …) is no point of a curve. */
function trainerState(history: readonly unknown[]): LogTable {
  const builder = logTableBuilder();
  for (const record of history.filter(isObject)) {
    if (!("train_runtime" in record)) addRecord(builder, record);
    else for (const name of Object.keys(record)) builder.ignore(name);
  }
  return builder.table("trainer_state.json of Hugging Face transformers");
}

function dictOfLists(value: JsonObject): LogTable | undefined {
  const lists = Object.entries(value).filter(
    (entry): entry is [string, unknown[]] =>
      Array.isArray(entry[1]) &&
      entry[1].length > 0 &&
      entry[1].every((one) => one === null || cellOf(one) !== undefined),
  );
  if (lists.length === 0) return undefined;
  const builder = logTableBuilder();
  const rows = Math.max(...lists.map(([, list]) => list.length));
  for (let row = 0; row < rows; row++) {
    for (const [name, list] of lists) {
      const number = cellOf(list[row]);
      if (number === undefined) builder.column(name);
      else builder.set(name, number);
    }
    builder.endRow();
  }
  return builder.table("JSON, dict of lists", true);
}

/** Parts of one run side by side: their columns, each under its part's name. */
function joined(parts: readonly NamedTable[]): LogTable {
  const tables = parts.map(({ table }) => table);
  return {
    format: tables[0]?.format ?? "JSON",
    rows: Math.max(...tables.map(({ rows }) => rows)),
    columns: parts.flatMap(({ name = "", table }) =>
      table.columns.map((column) => ({ ...column, name: `${name}/${column.name}` })),
    ),
    countsEpochs: tables.every(({ countsEpochs }) => countsEpochs),
    ignored: [],
    notes: tables.flatMap(({ notes }) => notes),
  };
}

/** JSON lines: one record a line; lines that are no whole record are left out and told. */
export function readJsonLines(lines: Iterable<string>): LogTable {
  const builder = logTableBuilder();
  let bad = 0;
  for (const line of lines) {
    if (line.trim() === "") continue;
    const record = recordOf(line);
    if (record === undefined) bad++;
    else addRecord(builder, record);
  }
  if (bad > 0) builder.note(`${bad} lines that are no whole JSON record left out`);
  return builder.table("JSON lines");
}

/** The record of one line, or undefined. */
export function recordOf(line: string): JsonObject | undefined {
  try {
    const value = parseLooseJson(line.replace(/^\uFEFF/, ""));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
