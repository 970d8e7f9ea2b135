import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { at } from "../math/at";
import { interruptible } from "../task/interrupt";
import { type TrainingConfig } from "../training/config";
import { type PlainData } from "../training/plainData";
import { runFromJson, type Run } from "../training/run";
import { runStore, type RunStore } from "./runStore";

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
}

export interface RunJobsOptions {
  readonly store?: RunStore;
  /** Runs at the same time, one thread each. Default: one per core. */
  readonly threads?: number;
  readonly onDone?: (result: JobResult, progress: JobProgress) => void;
}

/** What a worker is sent, and what it answers. */
export interface WorkerJob {
  readonly config: TrainingConfig;
  readonly data: PlainData;
  readonly closeUp: boolean;
}
export type WorkerReply =
  { readonly kind: "run"; readonly json: string } | { readonly kind: "failed"; readonly message: string };

/**
 * Makes every run that is not kept yet, several at a time, and keeps each as soon as it is finished: what Stop
 * or a kill cuts off is all that has to be made again. Results come in the order of the jobs; their numbers do
 * not depend on the threads.
 */
export async function runJobs(jobs: readonly Job[], options: RunJobsOptions = {}): Promise<JobResult[]> {
  const { store = runStore(), threads = availableParallelism(), onDone } = options;
  const results = new Map<number, JobResult>();
  const clock = jobClock(jobs);
  const keep = (index: number, run: Run, kept: boolean): void => {
    const result = { ...at(jobs, index), run, kept };
    results.set(index, result);
    onDone?.(result, { done: results.size, total: jobs.length, secondsLeft: clock.done(result) });
  };
  const waiting = [...jobs.entries()];
  await interruptible(async (signal) => {
    const work = async (): Promise<void> => {
      let worker: RunWorker | undefined;
      try {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
          const [index, { config, data: source, closeUp = false }] = next;
          const data = typeof source === "function" ? await source() : source;
          signal.throwIfAborted();
          const found = store.read(config, data.hash);
          const kept = closeUp && found?.closeUp === undefined ? undefined : found;
          if (kept === undefined) clock.start();
          const run = kept ?? (await (worker ??= startWorker(signal)).run({ config, data, closeUp }));
          if (kept === undefined) store.write(run);
          keep(index, run, kept !== undefined);
        }
      } finally {
        waiting.length = 0; // after a failure the others end too
        await worker?.close();
      }
    };
    await Promise.all(Array.from({ length: Math.min(threads, waiting.length) }, work));
  });
  return jobs.map((_, index) => {
    const result = results.get(index);
    if (result === undefined) throw new Error(`jobs: expected a result of job ${index}, got none; run again`);
    return result;
  });
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

interface RunWorker {
  readonly run: (job: WorkerJob) => Promise<Run>;
  readonly close: () => Promise<unknown>;
}

/** A thread that makes one run after the other; Stop ends it at once. */
function startWorker(signal: AbortSignal): RunWorker {
  const worker = new Worker(workerFile());
  const run = (job: WorkerJob): Promise<Run> =>
    new Promise((resolve, reject) => {
      const stop = (): void => reject(signal.reason as Error);
      if (signal.aborted) {
        stop();
        return;
      }
      signal.addEventListener("abort", stop, { once: true });
      worker.once("error", reject);
      worker.once("message", (reply: WorkerReply) => {
        signal.removeEventListener("abort", stop);
        worker.off("error", reject);
        if (reply.kind === "run") resolve(runFromJson(reply.json));
        else reject(new Error(reply.message));
      });
      worker.postMessage(job);
    });
  return { run, close: () => worker.terminate() };
}

/** The built worker, also when this file runs from source, as in tests. */
function workerFile(): string {
  const library = dirname(createRequire(__filename).resolve("seven-fixes/package.json"));
  return join(library, "dist", "experiments", "worker.js");
}
