import { findRuns } from "./findRuns";
import { type ReadRun } from "./logEvidence";
import { type PairSources } from "./pairs";
import { readRuns } from "./readRuns";
import { withoutLog, withPairs } from "./withPairs";

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
  const { predictions, trainPredictions } = sources;
  const needsLoss = predictions === undefined && trainPredictions === undefined;
  const runs = log === undefined ? [] : findRuns(log).flatMap((place) => readRuns(place, { needsLoss }));
  if (runs.length > 1 || (runs.length === 0 && needsLoss)) {
    throw new Error(
      `own run: expected the files of one run, got ${runs.length} runs; name one log or its predictions`,
    );
  }
  return withPairs(runs[0] ?? withoutLog(predictions ?? "", "own run"), sources);
}
