import { experimentRuns, type ExperimentOptions } from "../experiments/experimentRuns";
import { type ExperimentName } from "../experiments/experiments";
import { type JobResult } from "../experiments/runJobs";
import { type LabelSet } from "../training/config";
import { withRunLine } from "./runLine";
import { settings } from "./settings";

/**
 * The runs of some experiments at the session's speed and seed, for figures and tables. `npm start` has made
 * them; those that are missing are made here, with a line that says how far it is and goes when it is done.
 * Throws on an unknown experiment; Stop keeps the runs that are finished.
 */
export function sharedRuns(...names: readonly ExperimentName[]): Promise<JobResult[]> {
  return runsWithProgress(names, {});
}

/** `sharedRuns` of one label set: at full speed the runs of the other would take hours for nothing. */
export function sharedRunsOn(labels: LabelSet, ...names: readonly ExperimentName[]): Promise<JobResult[]> {
  return runsWithProgress(names, { labels: [labels] });
}

async function runsWithProgress(
  names: readonly ExperimentName[],
  options: Pick<ExperimentOptions, "labels">,
): Promise<JobResult[]> {
  return withRunLine((onDone) => experimentRuns(names, { ...settings(), ...options, onDone }));
}
