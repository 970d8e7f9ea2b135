import { setMaxListeners } from "node:events";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { type TrainingConfig } from "../../training/config";
import { type PlainData } from "../../training/plainData";
import { runFromJson } from "../../training/run";
import { type RunEngine, type RunOutcome, type RunTask } from "./runEngine";

/** What a thread is sent, and what it answers. */
export interface ThreadJob {
  readonly config: TrainingConfig;
  readonly data: PlainData;
  readonly closeUp?: boolean;
  /** Ends the run after so many epochs, as Stop would. */
  readonly stopAfter?: number;
}
export type ThreadReply =
  { readonly kind: "run"; readonly json: string } | { readonly kind: "failed"; readonly message: string };

/** A thread that makes one run after the other. */
export interface RunThread {
  /** The run as JSON text. Rejects when it cannot be made, with the signal's reason at once when that aborts. */
  readonly run: (job: ThreadJob, signal: AbortSignal) => Promise<string>;
  readonly close: () => Promise<unknown>;
}

/**
 * The engine of this process: a worker thread for each run at the same time, default one per core. The first run
 * that cannot be made ends all, after those that are under way.
 */
export function threadEngine(threads = availableParallelism()): RunEngine {
  return {
    make: (tasks, signal) => {
      setMaxListeners(0, signal); // every thread listens, and a machine may have more cores than Node expects
      return merge(Array.from({ length: threads }, () => makeInThread(tasks, signal)));
    },
    close: () => Promise.resolve(),
  };
}

/** One thread's work: task after task until there is none; the thread starts with the first. */
async function* makeInThread(
  tasks: AsyncIterableIterator<RunTask>,
  signal: AbortSignal,
): AsyncGenerator<RunOutcome> {
  let thread: RunThread | undefined;
  try {
    for await (const { id, config, data, closeUp = false, stopAfter } of tasks) {
      signal.throwIfAborted();
      const json = await (thread ??= startThread()).run(
        { config, data, closeUp, ...(stopAfter === undefined ? {} : { stopAfter }) },
        signal,
      );
      yield { kind: "made", id, run: runFromJson(json), where: "this machine" };
    }
  } finally {
    await thread?.close();
  }
}

/** What several sources give, as it comes. When one fails nothing is lost: what the others are at comes before the failure. */
async function* merge<T>(sources: readonly AsyncGenerator<T>[]): AsyncGenerator<T> {
  const ask = async (source: AsyncGenerator<T>) => ({ source, next: await source.next() });
  const asked = new Map(sources.map((source) => [source, ask(source)]));
  const failures: unknown[] = [];
  try {
    while (asked.size > 0) {
      const answered = await Promise.race(
        [...asked].map(([source, answer]) => answer.catch((error: unknown) => ({ source, error }))),
      );
      const { source } = answered;
      asked.delete(source);
      if ("error" in answered) failures.push(answered.error);
      else if (answered.next.done !== true) {
        yield answered.next.value;
        asked.set(source, ask(source));
      }
    }
  } finally {
    for (const source of sources) void source.return(undefined);
  }
  if (failures.length > 0) throw failures[0];
}

/** Starts a thread. Whatever ends it (a run out of memory, `process.exit`) is the failure of the run it was at. */
export function startThread(file = threadFile()): RunThread {
  const worker = new Worker(file);
  const run = (job: ThreadJob, signal: AbortSignal): Promise<string> =>
    new Promise<string>((resolve, reject) => {
      const stop = (): void => reject(signal.reason as Error);
      const ended = (code: number): void =>
        reject(new Error(`run: expected an answer of its thread, got its end with code ${code}`));
      const settle = (answer: () => void): void => {
        signal.removeEventListener("abort", stop);
        worker.off("error", reject).off("exit", ended).off("message", answered);
        answer();
      };
      const answered = (reply: ThreadReply): void =>
        settle(() => (reply.kind === "run" ? resolve(reply.json) : reject(new Error(reply.message))));
      if (signal.aborted) {
        stop();
        return;
      }
      signal.addEventListener("abort", stop, { once: true });
      worker.once("error", reject).once("exit", ended).once("message", answered);
      worker.postMessage(job);
    });
  return { run, close: () => worker.terminate() };
}

/** The built worker, also when this file runs from source, as in tests. */
function threadFile(): string {
  const library = dirname(createRequire(__filename).resolve("seven-fixes/package.json"));
  return join(library, "dist", "experiments", "worker.js");
}
