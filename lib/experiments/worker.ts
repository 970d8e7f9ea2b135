import { parentPort } from "node:worker_threads";
import { selectBackend } from "../backend/selectBackend";
import { createStep } from "../training/createStep";
import { trainingDataOf } from "../training/plainData";
import { runToJson } from "../training/run";
import { train } from "../training/train";
import { type ThreadJob, type ThreadReply } from "./engines/threads";

/** One run at a time on one thread: the other end of `startThread`. */
async function answer({
  config,
  data,
  closeUp = false,
  stopAfter = config.epochs,
}: ThreadJob): Promise<ThreadReply> {
  try {
    const needsBackend = config.optimizer !== "adamw" || !config.freezeBackbone;
    if (needsBackend) await selectBackend({ backend: "wasm", log: () => undefined });
    const step = createStep(config, data, 1);
    try {
      const run = await train(step, config, trainingDataOf(data), { closeUp, stopAfter });
      return { kind: "run", json: runToJson(run) };
    } finally {
      step.dispose();
    }
  } catch (error) {
    return { kind: "failed", message: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on(
  "message",
  (job: ThreadJob) => void answer(job).then((reply) => parentPort?.postMessage(reply)),
);
