import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { interruptible, nextTurn, onInterrupt } from "../task/interrupt";
import { planDataset } from "./datasetPlan";
import { JPEG_QUALITY } from "./datasetSize";
import { loadJpegEncoder } from "./jpeg";
import { noiseFloor, noiseFloorText } from "./noiseFloor";
import { type RecordingJob, type WorkerReply, type WorkerTask } from "./recordingWorker";
import { writeRecording, type RecordingInfo } from "./writeRecording";

/** How the recordings are made. */
export interface PoolOptions {
  /** Threads; 0 works in this one. The files are the same whatever the number. */
  readonly workers: number;
  /** Told after every recording. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** What is known once every recording is on disk. */
export interface Written {
  /** In the order of the plan. */
  readonly infos: readonly RecordingInfo[];
  /** Text of the noise floor's file. */
  readonly noiseFloor: string;
}

/** Writes every recording of a data set and measures its noise floor. Stop ends it with an InterruptedError. */
export async function writeRecordings(job: RecordingJob, options: PoolOptions): Promise<Written> {
  const count = planDataset(job.identity.size, job.identity.seed).length;
  return options.workers > 0 ? inThreads(job, { ...options, count }) : inThisThread(job, options);
}

async function inThisThread(job: RecordingJob, { onProgress }: PoolOptions): Promise<Written> {
  const plans = planDataset(job.identity.size, job.identity.seed);
  const encode = await loadJpegEncoder(JPEG_QUALITY);
  return interruptible(async (signal) => {
    const infos: RecordingInfo[] = [];
    for (const plan of plans) {
      await nextTurn(signal);
      infos.push(await writeRecording(job.folder, job.identity, { plan, encode }));
      onProgress?.(infos.length, plans.length);
    }
    return { infos, noiseFloor: noiseFloorText(noiseFloor(job.identity)) };
  });
}

async function inThreads(
  job: RecordingJob,
  { count, workers, onProgress }: PoolOptions & { count: number },
): Promise<Written> {
  // The noise floor first: it is the longest task, and nobody should wait for it alone at the end.
  const tasks: WorkerTask[] = [{ kind: "noise floor" }];
  for (let index = 0; index < count; index++) tasks.push({ kind: "recording", index });
  const infos = new Map<number, RecordingInfo>();
  let floor = "";
  const keep = (reply: Exclude<WorkerReply, { kind: "failed" }>): void => {
    if (reply.kind === "noise floor") {
      floor = reply.text;
      return;
    }
    infos.set(reply.index, reply.info);
    onProgress?.(infos.size, count);
  };
  const threads = Array.from(
    { length: Math.min(workers, tasks.length) },
    () => new Worker(workerFile(), { workerData: job }),
  );
  let release = (): unknown => undefined;
  try {
    const stopped = new Promise<never>((_, reject) => (release = onInterrupt(reject)));
    await Promise.race([stopped, Promise.all(threads.map((thread) => serve(thread, tasks, keep)))]);
  } finally {
    release();
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
  return { infos: [...infos.entries()].sort(([a], [b]) => a - b).map(([, info]) => info), noiseFloor: floor };
}

/** Gives a thread one task after the other until none is left; rejects when one fails or the thread ends. */
function serve(
  thread: Worker,
  tasks: WorkerTask[],
  keep: (reply: Exclude<WorkerReply, { kind: "failed" }>) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const give = (): void => {
      const task = tasks.shift();
      if (task === undefined) resolve();
      else thread.postMessage(task);
    };
    thread.on("error", reject);
    thread.on("exit", (code) =>
      reject(new Error(`generate: expected a thread to go on, got its end (${code})`)),
    );
    thread.on("message", (reply: WorkerReply) => {
      if (reply.kind === "failed") {
        reject(new Error(reply.message));
        return;
      }
      keep(reply);
      give();
    });
    give();
  });
}

/** The built worker, also when this file runs from source, as in tests. */
function workerFile(): string {
  const library = dirname(createRequire(__filename).resolve("seven-fixes/package.json"));
  return join(library, "dist", "simulator", "recordingWorker.js");
}
