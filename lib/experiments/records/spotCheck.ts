import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { interruptible } from "../../task/interrupt";
import { numericCodeHash } from "../codeHash";
import { type RunEngine, type RunTask } from "../engines/runEngine";
import { threadEngine } from "../engines/threads";
import { type Job } from "../runJobs";
import { runKey } from "../runStore";
import { compareRuns, type Comparison } from "./compareRuns";
import { type ManifestEntry } from "./recordFiles";
import { type RecordedRuns } from "./recordedRuns";
import { recordKey, type RunRecord } from "./runRecord";

/** A run that is made again. */
export interface SpotRun {
  readonly job: Job;
  /** Experiment, label set and seed. */
  readonly run: string;
  readonly record: RunRecord;
  /** A fine-tuned run takes too long: so many epochs of it. */
  readonly stopAfter?: number;
}

/** What came of a run that was made again. */
export interface SpotResult {
  /** Experiment, label set and seed. */
  readonly run: string;
  readonly comparison: Comparison;
}

export interface SpotOptions {
  /** Training time, summed over the threads. Default 10 s for each core. */
  readonly seconds?: number;
  /** Chooses the runs: others after each change of the code. Default the numeric code's hash. */
  readonly choice?: string;
}

/**
 * Chooses some of the jobs whose records shall be made again: in an order that `choice` decides, as many as fit into
 * the time. All learn from the same samples, so that no features are made for others.
 */
export function chooseSpots(
  jobs: readonly Job[],
  { manifest, record }: RecordedRuns,
  { seconds = 10 * availableParallelism(), choice = numericCodeHash() }: SpotOptions = {},
): SpotRun[] {
  const known = jobs.flatMap((job): { job: Job; entry: ManifestEntry; key: string }[] => {
    const key = job.identity === undefined ? "" : recordKey(job.config, job.identity);
    const entry = manifest?.records[key];
    return entry === undefined ? [] : [{ job, entry, key }];
  });
  const orderOf = (key: string): string => createHash("sha256").update(`${choice} ${key}`).digest("hex");
  const order = known.sort((a, b) => (orderOf(a.key) < orderOf(b.key) ? -1 : 1));
  const chosen: SpotRun[] = [];
  let left = seconds;
  for (const { job, entry, key } of order) {
    const takes = entry.fineTuned ? entry.seconds / job.config.epochs : entry.seconds;
    const first = chosen[0]?.job ?? job;
    if (takes > left || !learnAlike(first, job)) continue;
    const found = record(key);
    if (found === undefined) continue;
    left -= takes;
    chosen.push({ job, run: entry.run, record: found, ...(entry.fineTuned ? { stopAfter: 1 } : {}) });
  }
  return chosen;
}

/** Whether two runs see the same pictures in the same words, so that the features of one serve the other. */
const learnAlike = (a: Job, b: Job): boolean =>
  a.identity === b.identity &&
  a.config.promptState === b.config.promptState &&
  a.config.freezeBackbone === b.config.freezeBackbone &&
  a.config.frozenDropout === b.config.frozenDropout;

/** Makes the chosen runs again, here and now, whatever is kept on this machine. Stop ends it. */
export async function spotCheck(
  chosen: readonly SpotRun[],
  engine: RunEngine = threadEngine(),
): Promise<SpotResult[]> {
  const results: SpotResult[] = [];
  await interruptible(async (signal) => {
    for await (const outcome of engine.make(tasksOf(chosen), signal)) {
      const spot = chosen[Number(outcome.id)];
      if (spot === undefined) continue;
      const { run } = spot;
      if (outcome.kind === "failed") throw new Error(`${run}: expected a run, got: ${outcome.message}`);
      results.push({ run, comparison: compareRuns(spot.record, outcome.run) });
    }
  });
  return results;
}

async function* tasksOf(chosen: readonly SpotRun[]): AsyncGenerator<RunTask> {
  for (const [index, { job, stopAfter }] of chosen.entries()) {
    const { config, closeUp = false, cost = 1 } = job;
    const data = typeof job.data === "function" ? await job.data() : job.data;
    const cut = stopAfter === undefined ? {} : { stopAfter };
    yield { id: String(index), key: runKey(config, data.hash), config, data, cost, closeUp, ...cut };
  }
}
