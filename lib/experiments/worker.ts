import { parentPort } from "node:worker_threads";
import { selectBackend } from "../backend/selectBackend";
import { createStep } from "../training/createStep";
import { trainingDataOf } from "../training/plainData";
import { runToJson } from "../training/run";
import { train } from "../training/train";
import { type WorkerJob, type WorkerReply } from "./runJobs";

/** One run at a time on one thread: the other end of `runJobs`. */
async function answer({ config, data, closeUp }: WorkerJob): Promise<WorkerReply> {
  try {
    const needsBackend = config.optimizer !== "adamw" || !config.freezeBackbone;
    if (needsBackend) await selectBackend({ backend: "wasm", log: () => undefined });
    const step = createStep(config, data, 1);
    try {
      return { kind: "run", json: runToJson(await train(step, config, trainingDataOf(data), { closeUp })) };
    } finally {
      step.dispose();
    }
  } catch (error) {
    return { kind: "failed", message: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on(
  "message",
  (job: WorkerJob) => void answer(job).then((reply) => parentPort?.postMessage(reply)),
);
