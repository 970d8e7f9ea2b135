import { extname, relative } from "node:path";
import { statSync } from "node:fs";
import { DatasetError } from "../../dataset/datasetError";
import { toLosslessJson } from "../../files/losslessJson";
import { type Run, runFromJson } from "../../training/run";
import { type Evidence } from "../evidence";
import { runEvidence } from "../runEvidence";
import { readEventFiles } from "./eventRun";
import { isEvidence, parseEvidence } from "./evidenceFile";
import { type RunPlace } from "./findRuns";
import { joinTables } from "./joinTables";
import { type NamedTable } from "./jsonLog";
import { logEvidence, type ReadRun } from "./logEvidence";
import { readLog, readLooseJson } from "./readLog";
import { type SaidRoles } from "./roles";
import { headOf, type OnBytes } from "./textLines";

export interface ReadOptions {
  readonly said?: SaidRoles;
  /** Whether a log must hold a loss: not where pairs stand beside it. Default true. */
  readonly needsLoss?: boolean;
  readonly onBytes?: OnBytes;
}

/** The runs of one place as evidence. Errors: a DatasetError for what cannot be read or judged. */
export function readRuns(place: RunPlace, options: ReadOptions = {}): ReadRun[] {
  const { kind, source, files, name } = place;
  const [file = source] = files;
  switch (kind) {
    case "event-files":
      return fromLogs(place, readEventFiles(source, files, options.onBytes), options);
    case "metric-files":
      return fromLogs(place, [{ table: metricTable(source, files) }], options);
    case "file": {
      const evidence = extname(file) === ".json" ? kept(file) : undefined;
      if (evidence === undefined) return fromLogs(place, readLog(file, options.onBytes), options);
      return [{ source, name: evidence.name ?? name, roles: {}, evidence, notes: ["evidence"] }];
    }
    default:
      throw new Error(`unknown place of a run: ${String(kind satisfies never)}`);
  }
}

function fromLogs({ source, name }: RunPlace, logs: readonly NamedTable[], options: ReadOptions): ReadRun[] {
  return logs.map((log) =>
    logEvidence(source, log.name === undefined ? name : `${name}: ${log.name}`, log.table, options),
  );
}

/** One file a metric: its folder below the run's is part of the name. */
function metricTable(folder: string, files: readonly string[]): NamedTable["table"] {
  return joinTables(
    files.flatMap((file) => {
      const below = relative(folder, file).replaceAll("\\", "/").split("/").slice(0, -1).join("/");
      return readLog(file).map(({ table }) => ({ prefix: below === "" ? "" : `${below}/`, table }));
    }),
  );
}

/** JSON longer than this is asked for only if it begins with its format. */
const SHORT = 1 << 22;

/** Evidence that somebody wrote, or that of a Run of ours; undefined for any other JSON. */
function kept(file: string): Evidence | undefined {
  const long = (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > SHORT;
  if (long && !headOf(file).subarray(0, 256).includes('"format"')) return undefined;
  const value = jsonOrNothing(file);
  if (isEvidence(value)) return parseEvidence(file, value);
  return isRun(value) ? runEvidence(runOf(file, value)) : undefined;
}

function isRun(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && "format" in value && "epochs" in value && "config" in value
  );
}

/** A Run of ours. Errors: a DatasetError for one of another format. */
function runOf(file: string, value: unknown): Run {
  try {
    return runFromJson(toLosslessJson(value));
  } catch (error) {
    throw new DatasetError(file, "format", error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}

/** JSON lines are no JSON: whoever reads the log says what is wrong. */
function jsonOrNothing(file: string): unknown {
  try {
    return readLooseJson(file);
  } catch (error) {
    if (error instanceof DatasetError) return undefined;
    throw error;
  }
}
