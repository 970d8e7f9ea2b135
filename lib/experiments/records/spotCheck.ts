import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { numericCodeHash } from "../codeHash";
import { type RunEngine } from "../engines/runEngine";
import { threadEngine } from "../engines/threads";
import { type Job } from "../runJobs";
import { type RunStore } from "../runStore";
import { type RecordedRuns } from "./recordedRuns";
import { firstEpoch, reproduce, type RecordedJob, type Reproduced } from "./reproduce";
import { recordKey } from "./runRecord";

export interface SpotOptions {
  /** Training time, summed over the threads. Default 10 s for each core. */
  readonly seconds?: number;
  /** Chooses the runs: others after each change of the code. Default the numeric code's hash. */
  readonly choice?: string;
}

/**
 * Chooses some of the jobs whose records shall be made again: in an order that `choice` decides, as many as fit into
 * the time; of fine-tuned ones, and of those that take longer than all of it, the first epoch alone. All learn from
 * the same samples, so that no features are made for others.
 */
export function chooseSpots(
  jobs: readonly Job[],
  { manifest, record }: RecordedRuns,
  { seconds = 10 * availableParallelism(), choice = numericCodeHash() }: SpotOptions = {},
): RecordedJob[] {
  const known = jobs.flatMap((job) => {
    const key = job.identity === undefined ? "" : recordKey(job.config, job.identity);
    const entry = manifest?.records[key];
    if (entry === undefined) return [];
    const one = { job, ...entry, key };
    return [one.fineTuned || one.seconds > seconds ? firstEpoch(one) : one];
  });
  const orderOf = (key: string): string => createHash("sha256").update(`${choice} ${key}`).digest("hex");
  const order = known.sort((a, b) => (orderOf(a.key) < orderOf(b.key) ? -1 : 1));
  const chosen: RecordedJob[] = [];
  let left = seconds;
  for (const { key, ...one } of order) {
    const first = chosen[0]?.job ?? one.job;
    if (one.seconds > left || !learnAlike(first, one.job)) continue;
    const found = record(key);
    if (found === undefined) continue;
    left -= one.seconds;
    chosen.push({ ...one, record: found });
  }
  return chosen;
}

/** Whether two runs see the same pictures in the same words, so that the features of one serve the other. */
const learnAlike = (a: Job, b: Job): boolean =>
  a.identity === b.identity &&
  a.config.promptState === b.config.promptState &&
  a.config.freezeBackbone === b.config.freezeBackbone &&
  a.config.frozenDropout === b.config.frozenDropout;

/** What is made again is made here and now, whatever is kept on this machine. */
const NOTHING_KEPT: RunStore = { folder: "", read: () => undefined, write: () => undefined };

/** Makes the chosen runs again and compares them. Stop ends it. */
export function spotCheck(
  chosen: readonly RecordedJob[],
  engine: RunEngine = threadEngine(),
): Promise<Reproduced[]> {
  return reproduce(chosen, { store: NOTHING_KEPT, engine });
}
