import { at } from "../math/at";
import { mean } from "../math/statistics";
import { type EpochRecord, type LastEpochs } from "./run";

/** Epochs that are averaged: an error still moves by tenths of a metre from one to the next. */
const LAST = 3;

const AVERAGED = [
  "trainLoss",
  "trainLossNear",
  "validationLoss",
  "validationLossNear",
  "validation",
  "x",
  "y",
  "byKind",
] as const satisfies readonly (keyof LastEpochs)[];

/** The means over a run's last epochs; undefined before the first has ended. */
export function lastEpochs(records: readonly EpochRecord[]): LastEpochs | undefined {
  const last = records.slice(-LAST);
  const [first] = last;
  if (first === undefined) return undefined;
  const judged = last.map((record) => pick(record));
  return { epochs: last.length, ...(meanOf(judged) as Omit<LastEpochs, "epochs">) };
}

function pick(record: EpochRecord): Record<string, unknown> {
  return Object.fromEntries(AVERAGED.map((key) => [key, record[key]]));
}

/** The mean of values of one form, number by number; texts and counts are the same in all of them. */
function meanOf(values: readonly unknown[]): unknown {
  const first = at(values, 0);
  if (typeof first === "number") return mean(values as readonly number[]);
  if (typeof first !== "object" || first === null) return first;
  const entries = Object.keys(first).map((key) => [
    key,
    meanOf(values.map((value) => (value as Readonly<Record<string, unknown>>)[key])),
  ]);
  const means = Object.fromEntries(entries) as Record<string, unknown>;
  return Array.isArray(first) ? Object.values(means) : means;
}
