import { type Evidence } from "../evidence";
import { findRuns } from "./findRuns";
import { type ReadRun } from "./logEvidence";
import { readPairs, type PairSources } from "./pairs";
import { readRuns } from "./readRuns";

/** The files of one training; name those that are there. */
export interface OwnRunFiles extends PairSources {
  /** What the training printed or logged. */
  readonly log?: string;
}

/**
 * One run as evidence, from its log and its tables of predictions. Errors: what cannot be read, in one line; several
 * runs in the log; no file at all.
 */
export async function readOwnRun({ log, ...sources }: OwnRunFiles): Promise<ReadRun> {
  const { predictions, trainPredictions, seconds } = sources;
  const needsLoss = predictions === undefined && trainPredictions === undefined;
  const runs = log === undefined ? [] : findRuns(log).flatMap((place) => readRuns(place, { needsLoss }));
  if (runs.length > 1 || (runs.length === 0 && needsLoss)) {
    throw new Error(
      `own run: expected the files of one run, got ${runs.length} runs; name one log or its predictions`,
    );
  }
  const { pairs, notes } = await readPairs(sources);
  const base = runs[0] ?? {
    source: predictions ?? "",
    name: "own run",
    roles: {},
    evidence: { format: 1 as const },
    notes: [],
  };
  const evidence: Evidence = {
    ...base.evidence,
    ...(pairs.length === 0 ? {} : { level: "pairs", pairs }),
    ...(seconds === undefined ? {} : { settings: { ...base.evidence.settings, trajectory: { seconds } } }),
  };
  return { ...base, evidence, notes: [...base.notes, ...notes] };
}
