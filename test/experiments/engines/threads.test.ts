import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startThread } from "../../../lib/experiments/engines/threads";
import { trainingConfig } from "../../../lib/training/config";
import { plainData } from "../../../lib/training/plainData";

const nothing = {
  features: new Float32Array(),
  draws: [],
  targets: new Float32Array(),
  lastPast: new Float32Array(),
  motion: new Float32Array(),
  recordings: [],
};

it("stops the runs of more threads than Node expects listeners, without a word of Node's", async () => {
  const silent = join(mkdtempSync(join(tmpdir(), "thread ")), "silent.cjs");
  writeFileSync(silent, 'require("node:worker_threads").parentPort.on("message", () => undefined);');
  const warnings: string[] = [];
  const warned = ({ message }: Error): void => void warnings.push(message);
  process.on("warning", warned);
  const stop = new AbortController();
  const threads = Array.from({ length: 16 }, () => startThread(silent));
  const job = {
    config: trainingConfig({}),
    data: plainData("nothing", 1, { train: nothing, validation: nothing }),
  };
  const runs = threads.map((thread) => thread.run(job, stop.signal));
  stop.abort(new Error("stopped"));
  const ends = await Promise.allSettled(runs);
  await Promise.all(threads.map((thread) => thread.close()));
  process.off("warning", warned);
  expect(ends.map((end) => end.status === "rejected" && (end.reason as Error).message)).toEqual(
    threads.map(() => "stopped"),
  );
  expect(warnings).toEqual([]);
});
