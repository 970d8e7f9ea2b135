import { readFileSync, statSync } from "node:fs";
import { DatasetError } from "../../dataset/datasetError";
import { readConsoleLog } from "./consoleLog";
import { isEventFile, readEventFile } from "./eventFile";
import { isBinary, refuseForeign, unknownBytes } from "./foreignLog";
import { jsonLogs, type NamedTable, readJsonLines, recordOf } from "./jsonLog";
import { parseLooseJson } from "./looseJson";
import { readTableLog, tableDialectOf } from "./tableLog";
import { type TableDialect } from "./tableDialect";
import { encodingOf, headOf, HEAD_BYTES, type OnBytes, textLines } from "./textLines";

/** How a log is to be read. */
export type LogKind =
  | { readonly kind: "event-file" | "json-lines" | "json" | "console" }
  | { readonly kind: "table"; readonly dialect: TableDialect };

/** What may stand at the start of a JSON document: `[2026-11-27 05:00:01] epoch 1` and `[INFO]` are none. */
const JSON_BEGINS =
  /^\s*(\{\s*("|\}|$)|\[\s*($|[[{"\]]|(-?\d+(\.\d+)?(e[+-]?\d+)?|NaN|null)\s*(,|\]\s*$|$)))/i;

/** The format of a log by its first bytes; the name's ending is not asked. Errors: a DatasetError for what is no text. */
function logKindOf(file: string, head: Uint8Array): LogKind {
  if (isEventFile(head)) return { kind: "event-file" };
  refuseForeign(file, head);
  const text = new TextDecoder(encodingOf(head)).decode(head);
  if (isBinary(text.slice(0, 4096))) throw unknownBytes(file);
  const lines = text.split("\n").map((line) => line.replace(/\r$/, ""));
  if (head.length === HEAD_BYTES) lines.pop(); // cut in the middle
  const [first = "", second = ""] = lines.filter((line) => line.trim() !== "");
  if (recordOf(first) !== undefined && (second === "" || second.startsWith("{")))
    return second === "" && !isRecord(first) ? { kind: "json" } : { kind: "json-lines" };
  if (JSON_BEGINS.test(first)) return { kind: "json" };
  const dialect = tableDialectOf(lines);
  return dialect === undefined ? { kind: "console" } : { kind: "table", dialect };
}

/** Whether one JSON object alone is a record of numbers rather than a document. */
function isRecord(line: string): boolean {
  const record = recordOf(line) ?? {};
  return Object.values(record).every((value) => typeof value !== "object" || value === null);
}

/**
 * The logs of one file: one, or several where a JSON file holds the runs under names. Errors: a DatasetError for an empty
 * file, a foreign format, or JSON without any curve.
 */
export function readLog(file: string, onBytes?: OnBytes): NamedTable[] {
  const head = headOf(file);
  const kind = logKindOf(file, head);
  const lines = (): Generator<string> => textLines(file, statSync(file).size, onBytes);
  switch (kind.kind) {
    case "event-file":
      return [{ table: readEventFile(file, onBytes) }];
    case "json-lines":
      return [{ table: readJsonLines(lines()) }];
    case "json":
      return jsonFile(file);
    case "table":
      return [{ table: readTableLog(lines(), kind.dialect) }];
    case "console":
      return [{ table: readConsoleLog(lines()) }];
    default:
      throw new Error(`unknown log: ${String(kind satisfies never)}`);
  }
}

/** The value of a JSON file, bare NaN allowed. Errors: a DatasetError when it is no whole JSON. */
export function readLooseJson(file: string): unknown {
  const bytes = readFileSync(file);
  try {
    return parseLooseJson(new TextDecoder(encodingOf(bytes)).decode(bytes));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatasetError(file, "content", `expected whole JSON, got ${reason}; write it whole`, {
      cause: error,
    });
  }
}

function jsonFile(file: string): NamedTable[] {
  const value = readLooseJson(file);
  const logs = jsonLogs(value);
  if (logs.length > 0) return logs;
  throw new DatasetError(
    file,
    "content",
    `expected curves (a dict of lists, a list of records, log_history), got ${shapeOf(value)}; write one list a quantity`,
  );
}

function shapeOf(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length} without records`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value).slice(0, 40);
  const names = Object.keys(value);
  return names.length === 0
    ? "an empty object"
    : `an object of ${names.slice(0, 6).join(", ")} without a list of numbers`;
}
