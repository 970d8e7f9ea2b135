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
  /** What the data are, told without reading them; the run is kept under it. Default: their own hash. */
  readonly identity?: string;
  /** Keep a close-up; a kept run without one is made again. Default false. */
  readonly closeUp?: boolean;
  /** All of the run is wanted, not what a short record holds. Default false. */
  readonly detailed?: boolean;
  /** The best error any model could reach on these data, metres, where it is known. */
  readonly noiseFloor?: number;
  /** Ends the run after so many epochs, as Stop would: it is not kept. A whole run that is kept serves as well. */
  readonly stopAfter?: number;
  /** How long it takes beside the others, for the time left. Default 1. */
  readonly cost?: number;
}

/** A job with what came of it. */
export interface JobResult extends Job {
  readonly run: Run;
  /** True when the run was kept from an earlier time, or is a recorded one. */
  readonly kept: boolean;
}

/** A run that was made elsewhere, and what is known of its data. */
export type Recorded = Pick<JobResult, "run" | "noiseFloor">;

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
  /** Runs that need not be made because they are on record; asked first. Default: none is. */
  readonly recorded?: (job: Job) => Recorded | undefined;
  readonly onDone?: (result: JobResult, progress: JobProgress) => void;
}

/**
 * Makes every run that is not kept yet, several at a time, and keeps each as soon as it is finished: what Stop
 * or a kill cuts off is all that has to be made again. Results come in the order of the jobs; their numbers do
 * not depend on who made them. Rejects when a run cannot be made: at once in threads, else after all others.
 */
export async function runJobs(jobs: readonly Job[], options: RunJobsOptions = {}): Promise<JobResult[]> {
  const { store = runStore(), engine = threadEngine(options.threads), recorded, onDone } = options;
  const results = new Map<number, JobResult>();
  const clock = jobClock(jobs);
  const keep = (index: number, found: Recorded, kept: boolean): void => {
    const result = { ...at(jobs, index), ...found, kept };
    results.set(index, result);
    const workers = engine.workers?.();
    onDone?.(result, {
      ...{ done: results.size, total: jobs.length, secondsLeft: clock.done(result) },
      ...(workers === undefined ? {} : { workers }),
    });
  };
  const open = new Map<string, Waiting>(); // the jobs that wait for a run, by its task
  const failures: string[] = [];
  await interruptible(async (signal) => {
    const wanted = inOrder(jobs, engine).filter(([index, job]) => {
      const found = recorded?.(job);
      if (found !== undefined) keep(index, found, true);
      return found === undefined;
    });
    const tasks = missing(wanted, { engine, store, open, keep, start: clock.start });
    for await (const outcome of engine.make(tasks, signal)) {
      const waiting = open.get(outcome.id);
      if (waiting === undefined) continue;
      open.delete(outcome.id);
      if (outcome.kind === "made") {
        if (outcome.run.end !== "interrupted") store.write(waiting.key, outcome.run);
        for (const index of waiting.jobs) keep(index, { run: outcome.run }, false);
      } else failures.push(...waiting.jobs.map((index) => `${at(jobs, index).name}: ${outcome.message}`));
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

/** The jobs that wait for one run, and the name it will be kept under. */
interface Waiting {
  readonly key: string;
  readonly jobs: number[];
}

interface Keeping {
  readonly engine: RunEngine;
  readonly store: RunStore;
  readonly open: Map<string, Waiting>;
  readonly keep: (index: number, found: Recorded, kept: boolean) => void;
  readonly start: () => void;
}

/** The tasks of jobs that are not kept; a job's data are read when its turn comes, and only to make a run. */
async function* missing(
  jobs: readonly [number, Job][],
  { engine, store, open, keep, start }: Keeping,
): AsyncGenerator<RunTask> {
  for (const [index, job] of jobs) {
    const { config, cost = 1, closeUp = false, stopAfter } = job;
    const dataOf = onceRead(job);
    const key = runKey(config, job.identity ?? (await dataOf()).hash);
    const kept = (): Run | undefined => {
      const found = store.read(key);
      return closeUp && found?.closeUp === undefined ? undefined : found;
    };
    const run = kept();
    const name = stopAfter === undefined ? key : `${key}-first-${stopAfter}`;
    const id = closeUp ? `${name}-close-up` : name;
    const same = open.get(id);
    if (run !== undefined) {
      engine.kept?.(id);
      keep(index, { run }, true);
    } else if (same !== undefined) same.jobs.push(index);
    else {
      open.set(id, { key, jobs: [index] });
      start();
      const cut = stopAfter === undefined ? {} : { stopAfter };
      yield { id, key: name, config, data: await dataOf(), cost, closeUp, kept, ...cut };
    }
  }
}

/** A job's data, read when they are asked for first. */
function onceRead({ data }: Job): () => Promise<PlainData> {
  let read: Promise<PlainData> | undefined;
  return () => (read ??= typeof data === "function" ? data() : Promise.resolve(data));
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
