import { parentPort, workerData } from "node:worker_threads";
import { type DatasetIdentity } from "./datasetOptions";
import { planDataset } from "./datasetPlan";
import { JPEG_QUALITY } from "./datasetSize";
import { at } from "../../math/at";
import { loadJpegEncoder } from "./jpeg";
import { writeRecording } from "./writeRecording";

/** What the main thread gives a worker at its start; then it sends recording numbers and gets their info lines. */
export interface RecordingJob {
  readonly folder: string;
  readonly identity: DatasetIdentity;
}

const { folder, identity } = workerData as RecordingJob;
const plans = planDataset(identity.size, identity.seed);
const encoder = loadJpegEncoder(JPEG_QUALITY);

parentPort?.on("message", (index: number) => {
  const work = encoder.then((encode) => writeRecording(folder, identity, { plan: at(plans, index), encode }));
  work.then(
    (info) => parentPort?.postMessage({ index, info }),
    (error: unknown) =>
      parentPort?.postMessage({ index, error: error instanceof Error ? error.message : String(error) }),
  );
});
