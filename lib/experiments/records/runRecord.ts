import { createHash } from "node:crypto";
import { fromLosslessJson, toLosslessJson } from "../../files/losslessJson";
import { type TrainingConfig } from "../../training/config";
import { type ErrorFacts, type Run } from "../../training/run";
import { settingsKey } from "../runStore";

/**
 * How much of a run is on record. full: all of it. short: settings, epochs, stages and final measures, without what
 * only a curve along the updates or a picture of samples shows.
 */
export type Detail = "full" | "short";

/** A run on record. Nothing in it tells when, where or by which code it was made: made again it is the same bytes. */
export interface RunRecord {
  readonly format: 1;
  readonly name: string;
  /** What the data were, as `dataIdentity` tells it. */
  readonly data: string;
  readonly detail: Detail;
  /** Of the data, metres; absent where nobody knows. */
  readonly noiseFloor?: number;
  readonly run: TimelessRun;
}

/** A run without its clock. */
export type TimelessRun = Omit<Run, "seconds" | "measuringShare">;

/** What a short record leaves out. */
const ONLY_FULL = ["updates", "layers", "histograms", "closeUp", "examples"] as const;

/** A record's name: a hash of settings and data, for which neither pictures nor features are read. */
export function recordKey(config: TrainingConfig, data: string): string {
  return settingsKey(config, data);
}

/** A record of a run, as its text: one line. */
export function recordText(about: Omit<RunRecord, "format" | "run">, run: Run): string {
  return toLosslessJson({
    format: 1,
    ...about,
    run: about.detail === "full" ? timeless(run) : shortened(run),
  });
}

/** The record of a text that `recordText` made. Throws on another format or no JSON. */
export function readRecord(text: string): RunRecord {
  const value = fromLosslessJson(text) as { readonly format?: unknown };
  if (value.format === 1) return value as RunRecord;
  throw new Error(`expected a record of format 1, got ${String(value.format)}`);
}

/** The digest by which the manifest knows a record. */
export const digestOf = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 24);

/** As much of a run as a record of this detail holds, as text: equal texts are equal bits. */
export function bitsAt(detail: Detail, run: Run | TimelessRun): string {
  return toLosslessJson(detail === "full" ? timeless(run) : shortened(run));
}

/** A run without some of its fields; they are not read, since those that a short record lacks throw. */
export function without<R extends Run | TimelessRun, Field extends keyof Run>(
  run: R,
  fields: readonly Field[],
): Omit<R, Field> {
  const left: readonly string[] = fields;
  return Object.fromEntries(Object.entries(run).filter(([field]) => !left.includes(field))) as Omit<R, Field>;
}

const timeless = (run: Run | TimelessRun): TimelessRun => without(run, ["seconds", "measuringShare"]);

const withoutCells = (facts: ErrorFacts): ErrorFacts => ({ ...facts, cells: [] });

/** Errors recording by recording stay for the last epoch alone. */
function shortened(run: Run | TimelessRun): object {
  const kept = without(timeless(run), ONLY_FULL);
  const { start, epochs } = run;
  const last = epochs.length - 1;
  return {
    ...kept,
    start: { ...start, validation: withoutCells(start.validation) },
    epochs: epochs.map((record, i) =>
      i === last ? record : { ...record, validation: withoutCells(record.validation) },
    ),
  };
}

/** The run of a record. What a short one leaves out throws when it is asked for: it was measured, but is not here. */
export function runOf({ name, detail, run }: RunRecord): Run {
  const whole = { ...run, seconds: 0, measuringShare: 0 } as Run;
  if (detail === "full") return whole;
  for (const field of ONLY_FULL) {
    Object.defineProperty(whole, field, {
      enumerable: false,
      get: () => {
        throw new Error(
          `${name}, seed ${run.config.seed}: expected a run with its ${field}, got a record of its final measures; take the first seeds (\`detailedRuns\`)`,
        );
      },
    });
  }
  return whole;
}
