import { existsSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { at } from "../../math/at";
import { onInterrupt } from "../../task/interrupt";
import { planDataset } from "./datasetPlan";
import { JPEG_QUALITY } from "./datasetSize";
import { loadJpegEncoder } from "./jpeg";
import { type RecordingJob } from "./recordingWorker";
import { writeRecording, type RecordingInfo } from "./writeRecording";

/** How the recordings are made. */
export interface PoolOptions {
  /** Threads; 0 works in this one. The files are the same whatever the number. */
  readonly workers: number;
  /** Told after every recording. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Writes every recording of a data set and returns their info lines in the order of the plan. */
export async function writeRecordings(
  job: RecordingJob,
  { workers, onProgress }: PoolOptions,
): Promise<RecordingInfo[]> {
  const plans = planDataset(job.identity.size, job.identity.seed);
  if (workers > 0) return inThreads(job, { count: plans.length, workers, onProgress });
  const encode = await loadJpegEncoder(JPEG_QUALITY);
  const infos: RecordingInfo[] = [];
  for (const plan of plans) {
    infos.push(await writeRecording(job.folder, job.identity, { plan, encode }));
    onProgress?.(infos.length, plans.length);
  }
  return infos;
}

interface Threads extends PoolOptions {
  readonly count: number;
}

async function inThreads(
  job: RecordingJob,
  { count, workers, onProgress }: Threads,
): Promise<RecordingInfo[]> {
  const infos = new Array<RecordingInfo | undefined>(count).fill(undefined);
  const threads = Array.from(
    { length: Math.min(workers, count) },
    () => new Worker(workerFile(), { workerData: job }),
  );
  let release = (): unknown => undefined;
  let next = 0;
  let done = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      release = onInterrupt(reject);
      for (const thread of threads) {
        const give = (): void => {
          if (next < count) thread.postMessage(next++);
        };
        thread.on("error", reject);
        thread.on(
          "message",
          ({ index, info, error }: { index: number; info?: RecordingInfo; error?: string }) => {
            if (info === undefined) {
              reject(new Error(error ?? "recording: expected its info lines, got none"));
              return;
            }
            infos[index] = info;
            onProgress?.(++done, count);
            give();
            if (done === count) resolve();
          },
        );
        give();
      }
    });
  } finally {
    release();
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
  return [...infos.keys()].map((index) => at(infos, index) as RecordingInfo);
}

/** The built worker: beside this file, or in dist when this runs from the TypeScript source. */
function workerFile(): string {
  const beside = join(__dirname, "recordingWorker.js");
  return existsSync(beside)
    ? beside
    : join(__dirname, "..", "..", "dist", "dataset", "generator", "recordingWorker.js");
}
