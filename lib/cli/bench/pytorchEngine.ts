import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { atomicWrite } from "../../files/atomicWrite";
import { projectRoot } from "../../files/projectRoot";
import { type HeadJob } from "./headJob";
import { type Runner, type StepTimes } from "./runner";

/**
 * PyTorch on the CPU with the same weights, batches and masks: test/bench/pytorchStep.py in a process of its own,
 * by the Python of SEVEN_FIXES_PYTHON, else python3. Rejects with its last line of errors where that lacks torch.
 */
export async function startPytorch(job: HeadJob): Promise<Runner> {
  const threads = availableParallelism();
  const folder = mkdtempSync(join(tmpdir(), "seven-fixes-bench-"));
  const path = join(folder, "job.f32");
  atomicWrite(path, jobBytes(job));
  const python = process.env["SEVEN_FIXES_PYTHON"] ?? "python3";
  const script = join(projectRoot(), "test", "bench", "pytorchStep.py");
  const child = spawn(python, [script, path, ...[job.options.hidden, job.batchSize, threads].map(String)]);
  const dispose = (): void => {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors = `${errors}${chunk.toString()}`.slice(-1000)));
  child.on("error", (error) => (errors = error.message));
  child.stdin.on("error", () => undefined); // a child that could not start; `errors` says why
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<StepTimes> => {
    const line: IteratorResult<string, unknown> = await lines.next();
    if (line.done !== true) return JSON.parse(line.value) as StepTimes;
    dispose();
    throw new Error(`${python}: ${errors.trim().split("\n").at(-1) ?? "ended without an answer"}`);
  };
  await answer(); // its hello: torch is there and the job is read
  const run = (steps: number): Promise<StepTimes> => {
    child.stdin.write(`${steps}\n`);
    return answer();
  };
  return { threads, run, dispose };
}

/** Weights in the model's order, then features, target and masks of each batch, all float32. */
function jobBytes({ model, weights, batches }: HeadJob): Uint8Array {
  const arrays = [
    ...model.parameters.map(({ name }) => weights[name] ?? new Float32Array()),
    ...batches.flatMap(({ input, target, masks }) => [
      input.kind === "features" ? input.values : new Float32Array(),
      target,
      ...Object.values(masks),
    ]),
  ];
  return Buffer.concat(
    arrays.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  );
}
