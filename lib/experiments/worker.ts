import { parentPort, workerData } from "node:worker_threads";
import { selectBackend } from "../backend/selectBackend";
import { createHeadStep } from "../training/headStep";
import { trainingDataOf } from "../training/plainData";
import { runToJson } from "../training/run";
import { train } from "../training/train";
import { type WorkerJob } from "./runJobs";

/** One run, one thread: the other end of `runJobs`. */
async function main({ config, data }: WorkerJob): Promise<void> {
  if (config.optimizer !== "adamw") await selectBackend({ backend: "wasm", log: () => undefined });
  const step = createHeadStep(config, 1);
  try {
    parentPort?.postMessage(runToJson(await train(step, config, trainingDataOf(data))));
  } finally {
    step.dispose();
  }
}

void main(workerData as WorkerJob);
