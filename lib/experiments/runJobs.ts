import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { at } from "../math/at";
import { onInterrupt } from "../task/interrupt";
import { type TrainingConfig } from "../training/config";
import { type PlainData } from "../training/plainData";
import { runFromJson, type Run } from "../training/run";
import { runStore, type RunStore } from "./runStore";

/** One run to make. */
export interface Job {
  /** What figures call it, e.g. "beforeFrozen". */
  readonly name: string;
  readonly config: TrainingConfig;
  readonly data: PlainData;
}

/** A job with what came of it. */
export interface JobResult extends Job {
  readonly run: Run;
  /** True when the run was kept from an earlier time. */
  readonly kept: boolean;
}

export interface RunJobsOptions {
  readonly store?: RunStore;
  /** Runs at the same time, one thread each. Default: one per core. */
  readonly threads?: number;
  readonly onDone?: (result: JobResult, done: number, total: number) => void;
}

/** What a worker is started with. */
export interface WorkerJob {
  readonly config: TrainingConfig;
  readonly data: PlainData;
}

/**
 * Makes every run that is not kept yet, several at a time, and keeps each as soon as it is finished: what Stop
 * or a kill cuts off is all that has to be made again. Results come in the order of the jobs; their numbers do
 * not depend on the threads.
 */
export async function runJobs(jobs: readonly Job[], options: RunJobsOptions = {}): Promise<JobResult[]> {
  const { store = runStore(), threads = availableParallelism(), onDone } = options;
  const results = new Map<number, JobResult>();
  const keep = (index: number, run: Run, kept: boolean): void => {
    const result = { ...at(jobs, index), run, kept };
    results.set(index, result);
    onDone?.(result, results.size, jobs.length);
  };
  const waiting: number[] = [];
  jobs.forEach(({ config, data }, index) => {
    const run = store.read(config, data.hash);
    if (run === undefined) waiting.push(index);
    else keep(index, run, true);
  });
  const work = async (): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      const run = await runInWorker(at(jobs, index));
      store.write(run);
      keep(index, run, false);
    }
  };
  await Promise.all(Array.from({ length: Math.min(threads, waiting.length) }, work));
  return jobs.map((_, index) => {
    const result = results.get(index);
    if (result === undefined) throw new Error(`jobs: expected a result of job ${index}, got none; run again`);
    return result;
  });
}

/** One run in a thread of its own; Stop ends the thread at once. */
function runInWorker({ config, data }: Job): Promise<Run> {
  return new Promise((resolve, reject) => {
    const workerData: WorkerJob = { config, data };
    const worker = new Worker(workerFile(), { workerData });
    const release = onInterrupt((error) => {
      void worker.terminate();
      reject(error);
    });
    worker.once("message", (text: string) => resolve(runFromJson(text)));
    worker.once("error", reject);
    worker.once("exit", (code) => {
      release();
      if (code !== 0)
        reject(new Error(`run: expected the worker to finish, got exit code ${code}; run again`));
    });
  });
}

/** The built worker, also when this file runs from source, as in tests. */
function workerFile(): string {
  const library = dirname(createRequire(__filename).resolve("seven-fixes/package.json"));
  return join(library, "dist", "experiments", "worker.js");
}
