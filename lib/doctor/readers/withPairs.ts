import { type Evidence } from "../evidence";
import { type ReadRun } from "./logEvidence";
import { readPairs, type PairSources } from "./pairs";
import { type OnBytes } from "./textLines";

/** A run of which nothing is known yet but its name: there is no log. */
export function withoutLog(source: string, name: string): ReadRun {
  return { source, name, roles: {}, evidence: { format: 1 }, notes: [] };
}

/** A run with the pairs of some files beside what is known of it, held-out ones first. Errors: as `readPairs`. */
export async function withPairs(run: ReadRun, sources: PairSources, onBytes?: OnBytes): Promise<ReadRun> {
  const { pairs, notes } = await readPairs(sources, onBytes);
  return {
    ...run,
    evidence: joined(run.evidence, pairs, sources.seconds),
    notes: [...run.notes, ...notes],
  };
}

function joined(
  evidence: Evidence,
  pairs: NonNullable<Evidence["pairs"]>,
  seconds: number | undefined,
): Evidence {
  const level = pairs.length === 0 || (evidence.level ?? "log") !== "log" ? evidence.level : "pairs";
  return {
    ...evidence,
    ...(level === undefined ? {} : { level }),
    ...(pairs.length === 0 ? {} : { pairs: [...pairs, ...(evidence.pairs ?? [])] }),
    ...(seconds === undefined ? {} : { settings: { ...evidence.settings, trajectory: { seconds } } }),
  };
}
