import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { createDenseStep } from "../../../lib/steps/dense/denseStep";
import { batchesOf, finalState, NEW, weightsOf } from "./trainings";

const dist = join(__dirname, "../../../lib/dist");

/** A program of its own that trains `updates` updates of a small head on two threads and prints a checksum. */
function program(before: string, updates: number): string {
  return `
    const { createDenseStep } = require(${JSON.stringify(join(dist, "steps/dense/denseStep.js"))});
    const { initialise } = require(${JSON.stringify(join(dist, "model/initialise.js"))});
    const { teacherParameters } = require(${JSON.stringify(join(dist, "model/teacher.js"))});
    const options = ${JSON.stringify(NEW)};
    ${before}
    const step = createDenseStep(options, initialise(teacherParameters(options), "after", 3), { threads: 2 });
    const batch = {
      size: 4, masks: {}, target: new Float32Array(360).fill(1),
      input: { kind: "features", values: Float32Array.from({ length: 96 }, (_, i) => Math.sin(i)) },
    };
    const run = async () => {
      for (let i = 0; i < ${updates}; i++) {
        step.forward(batch);
        step.backward(1);
        step.update({ head: 1e-3, backbone: 0 });
        if (i === 5) console.log("started");
        if (i % 50 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      }
      const { weights } = step.save();
      console.log("end", Object.values(weights).map((values) => values.reduce((sum, w) => sum + w, 0)).join());
    };
    run();`;
}

interface Ended {
  readonly code: number | null;
  readonly lines: string[];
  readonly errors: string;
}

async function runProgram(
  before: string,
  updates: number,
  interrupt = false,
  flags: string[] = [],
): Promise<Ended> {
  const child = spawn(process.execPath, [...flags, "-e", program(before, updates)]);
  let out = "";
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
    if (interrupt && out.trim() === "started") child.kill("SIGINT");
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, lines: out.trim().split("\n"), errors };
}

describe("the workers of a dense step", () => {
  it("end with the process, though nobody disposes of the step", async () => {
    const { code, lines } = await runProgram("", 20);
    expect(code).toBe(0);
    expect(lines.at(-1)).toMatch(/^end /);
  });

  it("survive an interrupt that the program catches: the same numbers", async () => {
    const calm = await runProgram("", 400);
    const interrupted = await runProgram(`process.on("SIGINT", () => console.log("interrupt"));`, 400, true);
    expect(interrupted.lines).toContain("interrupt");
    expect(interrupted.lines.at(-1)).toBe(calm.lines.at(-1));
  });

  it.each([
    ["no shared memory here", "--import=data:text/javascript,delete%20globalThis.SharedArrayBuffer"],
    ["no room for ", "--wasm-max-mem-pages=2"],
    ["no WebAssembly SIMD here", "--no-enable-sse4-1"],
  ])("%s: one line, a slower path, the same numbers", async (reason, flag) => {
    const usual = await runProgram("", 20);
    const { lines, errors, code } = await runProgram("", 20, false, [flag]);
    expect(errors.trim().split("\n")).toEqual([expect.stringContaining(`dense step: ${reason}`)]);
    expect(lines).toEqual(usual.lines);
    expect(code).toBe(0);
  });

  it("are not needed: when one dies, one line says so and the numbers stay", async () => {
    const workers: Worker[] = [];
    process.on("worker", (worker) => workers.push(worker));
    const lines: string[] = [];
    const batches = batchesOf(NEW, [4], 20);
    const step = createDenseStep(NEW, weightsOf(NEW), { threads: 3, log: (line) => lines.push(line) });
    for (const [i, batch] of batches.entries()) {
      if (i === 10) await workers[0]?.terminate();
      else await setImmediate();
      step.forward(batch);
      step.backward(1);
      step.update({ head: 1e-3 * (1 - i / 40), backbone: 0 });
    }
    expect(workers).toHaveLength(2);
    expect(lines).toEqual([
      expect.stringMatching(
        /^dense step: a worker ended \(exit code \d\); going on with 2 of 3 threads, slower, same numbers$/,
      ),
    ]);
    expect(step.save()).toEqual(finalState(NEW, { threads: 1 }, batches).state);
    step.dispose();
  });
});
