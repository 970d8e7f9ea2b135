import { at } from "../math/at";
import { interruptible } from "../task/interrupt";
import { type TrainingConfig } from "../training/config";
import { type PlainData } from "../training/plainData";
import { type Run } from "../training/run";
import { type RunEngine, type RunTask } from "./engines/runEngine";
import { threadEngine } from "./engines/threads";
import { runKey, runStore, type RunStore } from "./runStore";

/** One run to make. */
export interface Job {
  /** What figures call it, e.g. "beforeFrozen". */
  readonly name: string;
  readonly config: TrainingConfig;
  /** What it trains on; a function reads it when the job's turn comes, while others train. */
  readonly data: PlainData | (() => Promise<PlainData>);
  /** Keep a close-up; a kept run without one is made again. Default false. */
  readonly closeUp?: boolean;
  /** The best error any model could reach on these data, metres, where it is known. */
  readonly noiseFloor?: number;
  /** How long it takes beside the others, for the time left. Default 1. */
  readonly cost?: number;
}

/** A job with what came of it. */
export interface JobResult extends Job {
  readonly run: Run;
  /** True when the run was kept from an earlier time. */
  readonly kept: boolean;
}

/** How far some jobs are. */
export interface JobProgress {
  readonly done: number;
  readonly total: number;
  /** By what the runs made so far took; undefined before the first of them. */
  readonly secondsLeft: number | undefined;
  /** Who is at work, where that is not this process alone. */
  readonly workers?: string;
}

export interface RunJobsOptions {
  readonly store?: RunStore;
  /** Runs at the same time, one thread each. Default: one per core. */
  readonly threads?: number;
  /** Who makes the runs; the caller closes it. Default: threads of this process. */
  readonly engine?: RunEngine;
  readonly onDone?: (result: JobResult, progress: JobProgress) => void;
}

/**
 * Makes every run that is not kept yet, several at a time, and keeps each as soon as it is finished: what Stop
 * or a kill cuts off is all that has to be made again. Results come in the order of the jobs; their numbers do
 * not depend on who made them. Rejects when a run cannot be made: at once in threads, else after all others.
 */
export async function runJobs(jobs: readonly Job[], options: RunJobsOptions = {}): Promise<JobResult[]> {
  const { store = runStore(), engine = threadEngine(options.threads), onDone } = options;
  const results = new Map<number, JobResult>();
  const clock = jobClock(jobs);
  const keep = (index: number, run: Run, kept: boolean): void => {
    const result = { ...at(jobs, index), run, kept };
    results.set(index, result);
    const workers = engine.workers?.();
    onDone?.(result, {
      ...{ done: results.size, total: jobs.length, secondsLeft: clock.done(result) },
      ...(workers === undefined ? {} : { workers }),
    });
  };
  const open = new Map<string, number[]>(); // the jobs that wait for a run, by its task
  const failures: string[] = [];
  await interruptible(async (signal) => {
    const tasks = missing(inOrder(jobs, engine), { engine, store, open, keep, start: clock.start });
    for await (const outcome of engine.make(tasks, signal)) {
      const waiting = open.get(outcome.id) ?? [];
      open.delete(outcome.id);
      if (outcome.kind === "made") {
        store.write(outcome.run);
        for (const index of waiting) keep(index, outcome.run, false);
      } else failures.push(...waiting.map((index) => `${at(jobs, index).name}: ${outcome.message}`));
    }
  });
  if (failures.length > 0)
    throw new Error(`${failures.length} of ${jobs.length} runs failed: ${failures.join("; ")}`);
  return jobs.map((_, index) => {
    const result = results.get(index);
    if (result === undefined) throw new Error(`jobs: expected a result of job ${index}, got none; run again`);
    return result;
  });
}

/** The jobs with their places; those that take long first where the engine wants it. */
function inOrder(jobs: readonly Job[], { longFirst = false }: RunEngine): [number, Job][] {
  const all = [...jobs.entries()];
  return longFirst ? all.sort(([, a], [, b]) => (b.cost ?? 1) - (a.cost ?? 1)) : all;
}

interface Keeping {
  readonly engine: RunEngine;
  readonly store: RunStore;
  readonly open: Map<string, number[]>;
  readonly keep: (index: number, run: Run, kept: boolean) => void;
  readonly start: () => void;
}

/** The tasks of jobs that are not kept; a job's data are read when its turn comes. */
async function* missing(
  jobs: readonly [number, Job][],
  { engine, store, open, keep, start }: Keeping,
): AsyncGenerator<RunTask> {
  for (const [index, { config, data: source, cost = 1, closeUp = false }] of jobs) {
    const data = typeof source === "function" ? await source() : source;
    const kept = (): Run | undefined => {
      const found = store.read(config, data.hash);
      return closeUp && found?.closeUp === undefined ? undefined : found;
    };
    const run = kept();
    const key = runKey(config, data.hash);
    const id = closeUp ? `${key}-close-up` : key;
    const same = open.get(id);
    if (run !== undefined) {
      engine.kept?.(id);
      keep(index, run, true);
    } else if (same !== undefined) same.push(index);
    else {
      open.set(id, [index]);
      start();
      yield { id, key, config, data, cost, closeUp, kept };
    }
  }
}

/** Tells the seconds left of jobs that cost more and less; runs that were kept take no time. */
function jobClock(jobs: readonly Job[]): {
  start: () => void;
  done: (result: JobResult) => number | undefined;
} {
  let from: number | undefined;
  let made = 0;
  let waiting = jobs.reduce((sum, { cost = 1 }) => sum + cost, 0);
  return {
    start: () => (from ??= performance.now()),
    done: ({ cost = 1, kept }) => {
      waiting -= cost;
      if (!kept) made += cost;
      if (made === 0 || from === undefined) return undefined;
      return (((performance.now() - from) / 1000) * waiting) / made;
    },
  };
}
