import { fromLosslessJson, toLosslessJson } from "../../files/losslessJson";
import { type ErrorFacts, type Run } from "../../training/run";
import { bitsAt, type RunRecord } from "./runRecord";

/** How a run that was made again goes with its record. */
export type Comparison =
  | { readonly kind: "same" }
  /** The errors differ by less than `TOLERANCE` of themselves: another processor, hardly another result. */
  | { readonly kind: "close"; readonly measure: string; readonly kept: number; readonly made: number }
  | { readonly kind: "other"; readonly measure: string; readonly kept: number; readonly made: number };

/** Share of an error that arithmetic in another order could leave. */
const TOLERANCE = 1e-6;

/** Compares bit for bit what the record holds; of a run that was cut short, what it came to measure. */
export function compareRuns({ run: kept, detail }: RunRecord, made: Run): Comparison {
  const epochs = made.epochs.length;
  const cut = epochs < kept.epochs.length;
  const [before, after] = cut
    ? [beginning(kept, epochs), beginning(made, epochs)]
    : [bitsAt(detail, kept), bitsAt(detail, made)];
  if (before === after) return { kind: "same" };
  const errors = kept.epochs.slice(0, epochs).map(({ epoch, validation }, i) => ({
    measure: `validation error after epoch ${epoch}`,
    kept: validation.ade,
    made: made.epochs[i]?.validation.ade ?? NaN,
  }));
  const first = errors.find(
    ({ kept: old, made: now }) => !Object.is(old, now) && !(Math.abs(now - old) < TOLERANCE * Math.abs(old)),
  );
  if (first !== undefined) return { kind: "other", ...first };
  return { kind: "close", ...firstDifference(fromLosslessJson(before), fromLosslessJson(after)) };
}

/** What is measured before and during the first epochs, whatever comes after. */
function beginning({ config, data, start, stagesBefore, epochs }: RunRecord["run"], count: number): string {
  const plain = (facts: ErrorFacts): ErrorFacts => ({ ...facts, cells: [] });
  return toLosslessJson({
    ...{ config, data, stagesBefore },
    start: { ...start, validation: plain(start.validation) },
    epochs: epochs.slice(0, count).map((epoch) => ({ ...epoch, validation: plain(epoch.validation) })),
  });
}

/** The first number that two values of the same shape differ in, and where it stands. */
function firstDifference(
  kept: unknown,
  made: unknown,
  path = "",
): { readonly measure: string; readonly kept: number; readonly made: number } {
  if (isObject(kept) && isObject(made)) {
    for (const field of Object.keys({ ...kept, ...made })) {
      if (toLosslessJson([kept[field]]) === toLosslessJson([made[field]])) continue;
      return firstDifference(kept[field], made[field], path === "" ? field : `${path}.${field}`);
    }
  }
  return { measure: path, kept: Number(kept), made: Number(made) };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** One line on a comparison; undefined for equal bits. */
export function describeComparison(run: string, found: Comparison): string | undefined {
  if (found.kind === "same") return undefined;
  const { measure, kept, made } = found;
  const much = found.kind === "close" ? "a difference below 1e-6 of the error" : "another result";
  return `${run}: ${much}: ${measure}, recorded ${kept}, made here ${made}`;
}
