import { SPEEDS, type Speed } from "../training/config";
import { experimentRuns, type ExperimentOptions } from "./experimentRuns";
import { experimentsAt } from "./experiments";
import { changedBits, readResults, resultsOf, writeResults } from "./results";
import { numericCodeHash } from "./runStore";

/** What came of `adoptResults`. */
export type Adoption =
  | { readonly kind: "adopted"; readonly runs: number; readonly speeds: readonly Speed[] }
  | { readonly kind: "refused"; readonly differences: readonly string[] };

/**
 * Gives kept results this code's hash without making all runs again, after a change that moves no number: one run of
 * every experiment on each label set at `fast` must give the kept bits, else nothing is written and the differences
 * are told. Needs a started backend. Throws when no results at `fast` are kept.
 */
export async function adoptResults(
  options: Omit<ExperimentOptions, "speed" | "seed" | "seeds"> = {},
  folder?: string,
): Promise<Adoption> {
  const fast = readResults("fast", folder);
  if (fast === undefined)
    throw new Error(
      "results --adopt: expected kept results at fast, got none; run results --speed fast --write",
    );
  const runs = await experimentRuns(experimentsAt("fast"), { ...options, speed: "fast", seeds: 1 });
  const differences = changedBits(fast, resultsOf(runs, "fast"));
  if (differences.length > 0) return { kind: "refused", differences };
  const kept = SPEEDS.flatMap((speed) => readResults(speed, folder) ?? []).filter(
    ({ olderData }) => olderData === undefined, // what other data gave is not this code's
  );
  for (const results of kept) writeResults({ ...results, code: numericCodeHash() }, folder);
  return { kind: "adopted", runs: runs.length, speeds: kept.map(({ speed }) => speed) };
}
