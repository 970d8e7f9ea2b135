import { createHash } from "node:crypto";
import { runJobs, type Job, type RunJobsOptions } from "../runJobs";
import { compareRuns, type Comparison } from "./compareRuns";
import { type RecordedRuns } from "./recordedRuns";
import { recordKey, type RunRecord } from "./runRecord";

/** A job with its record. */
export interface RecordedJob {
  readonly job: Job;
  /** Experiment, label set and seed. */
  readonly run: string;
  readonly record: RunRecord;
  readonly seconds: number;
  readonly fineTuned: boolean;
}

/** What came of a run that was made again. */
export interface Reproduced {
  /** Experiment, label set and seed. */
  readonly run: string;
  readonly comparison: Comparison;
}

/** The jobs that are on record. */
export function recordedJobs(jobs: readonly Job[], { manifest, record }: RecordedRuns): RecordedJob[] {
  return jobs.flatMap((job) => {
    const key = job.identity === undefined ? "" : recordKey(job.config, job.identity);
    const entry = manifest?.records[key];
    const found = record(key);
    if (entry === undefined || found === undefined) return [];
    const { run, seconds, fineTuned } = entry;
    return [{ job, run, record: found, seconds, fineTuned }];
  });
}

/** The first epoch alone of a run that takes too long. */
export function firstEpoch<T extends Pick<RecordedJob, "job" | "seconds">>(one: T): T {
  const { job, seconds } = one;
  const { cost = 1, config } = job;
  return {
    ...one,
    job: { ...job, cost: cost / config.epochs, stopAfter: 1 },
    seconds: seconds / config.epochs,
  };
}

/**
 * The `part`th of the parts that all jobs fall into when each takes at most so many seconds of one thread; counted
 * round and round, so that as many calls as there are parts walk through all. A longer run is a part of its own.
 */
export function partOf(jobs: readonly RecordedJob[], part: number, seconds: number): RecordedJob[] {
  const mixed = [...jobs].sort((a, b) => (mixOf(a) < mixOf(b) ? -1 : 1)); // each part then has some of everything
  const parts: RecordedJob[][] = [];
  let left = -1;
  for (const one of mixed) {
    if (left < one.seconds || parts.length === 0) {
      parts.push([]);
      left = seconds;
    }
    parts.at(-1)?.push(one);
    left -= one.seconds;
  }
  return parts[part % parts.length] ?? [];
}

const mixOf = ({ run }: RecordedJob): string => createHash("sha256").update(run).digest("hex");

/** Makes runs again that are on record, and compares them; what this code made here before counts as made. */
export async function reproduce(
  jobs: readonly RecordedJob[],
  options: Omit<RunJobsOptions, "recorded"> = {},
): Promise<Reproduced[]> {
  const made = await runJobs(
    jobs.map(({ job, record }) => ({ ...job, closeUp: record.run.closeUp !== undefined })),
    options,
  );
  return jobs.flatMap(({ run, record }, i) => {
    const result = made[i];
    return result === undefined ? [] : [{ run, comparison: compareRuns(record, result.run) }];
  });
}
