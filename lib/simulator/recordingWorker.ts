import { parentPort, workerData } from "node:worker_threads";
import { at } from "../math/at";
import { type DatasetIdentity } from "./datasetOptions";
import { planDataset } from "./datasetPlan";
import { JPEG_QUALITY } from "./datasetSize";
import { loadJpegEncoder } from "./jpeg";
import { noiseFloor, noiseFloorText } from "./noiseFloor";
import { writeRecording, type RecordingInfo } from "./writeRecording";

/** What a worker is given at its start. */
export interface RecordingJob {
  readonly folder: string;
  readonly identity: DatasetIdentity;
}

/** What a worker is then sent, one at a time, and what it answers. */
export type WorkerTask =
  { readonly kind: "noise floor" } | { readonly kind: "recording"; readonly index: number };
export type WorkerReply =
  | { readonly kind: "noise floor"; readonly text: string }
  | { readonly kind: "recording"; readonly index: number; readonly info: RecordingInfo }
  | { readonly kind: "failed"; readonly message: string };

const { folder, identity } = workerData as RecordingJob;
const plans = planDataset(identity.size, identity.seed);
const encoder = loadJpegEncoder(JPEG_QUALITY);

async function done(task: WorkerTask): Promise<WorkerReply> {
  if (task.kind === "noise floor") return { kind: "noise floor", text: noiseFloorText(noiseFloor(identity)) };
  const { index } = task;
  const info = await writeRecording(folder, identity, { plan: at(plans, index), encode: await encoder });
  return { kind: "recording", index, info };
}

parentPort?.on("message", (task: WorkerTask) => {
  const failed = (error: unknown): WorkerReply => ({
    kind: "failed",
    message: error instanceof Error ? error.message : String(error),
  });
  void done(task)
    .catch(failed)
    .then((reply) => parentPort?.postMessage(reply));
});
