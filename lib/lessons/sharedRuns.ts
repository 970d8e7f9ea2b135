import { experimentRuns, type ExperimentOptions } from "../experiments/experimentRuns";
import { type ExperimentName } from "../experiments/experiments";
import { type JobProgress, type JobResult } from "../experiments/runJobs";
import { formatSeconds } from "../task/progress";
import { type LabelSet } from "../training/config";
import { clearOutput } from "../display/clearOutput";
import { inKernel } from "../display/displayBundle";
import { settings } from "./settings";

/** A run is a matter of seconds: a line this often is enough to see that it goes on. */
const SAY_EVERY_SECONDS = 1;

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
  const from = performance.now();
  let said = from;
  const onDone = ({ kept }: JobResult, { done, total, secondsLeft = 0 }: JobProgress): void => {
    if (kept || performance.now() - said < 1000 * SAY_EVERY_SECONDS) return;
    said = performance.now();
    say(`training: ${done} of ${total} runs, about ${formatSeconds(secondsLeft)} left`);
  };
  const runs = await experimentRuns(names, { ...settings(), ...options, onDone });
  if (said > from && inKernel()) clearOutput();
  return runs;
}

function say(line: string): void {
  if (inKernel()) clearOutput(true);
  console.log(line);
}
