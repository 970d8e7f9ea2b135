import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openKernel, printed, type OpenKernel } from "./openKernel";

let kernel: OpenKernel;
beforeAll(async () => (kernel = await openKernel("seven-fixes")));
afterAll(() => kernel.close());

/** `require` by path: the kernel runs in a temporary folder, where the package is not installed. */
const library = JSON.stringify(join(__dirname, "../../lib/dist"));
const SET_UP = `
import { createRequire } from "node:module";
const library = createRequire(${library} + "/index.js");
const { createDenseStep } = library("./steps/dense/denseStep.js");
const { initialise } = library("./model/initialise.js");
const { teacherParameters } = library("./model/teacher.js");
import { setImmediate } from "node:timers/promises";
const options = {
  hidden: 64, fusion: "after", loss: "mse", beta: 1, optimizer: "adamw", weightDecay: 0.01, clipNorm: 1,
} as const;
const batch = {
  size: 4, masks: {}, target: new Float32Array(360).fill(1),
  input: { kind: "features", values: Float32Array.from({ length: 256 }, (_, i) => Math.sin(i)) },
} as const;
const start = (threads: number) =>
  createDenseStep(options, initialise(teacherParameters(options), "after", 1), { threads });
const train = async (step: ReturnType<typeof start>, updates: number) => {
  for (let i = 0; i < updates; i++) {
    step.forward(batch);
    step.backward(1);
    step.update({ head: 1e-3, backbone: 0 });
    if (i === 5) console.log("ready");
    await setImmediate();
  }
};
const sum = (step: ReturnType<typeof start>) =>
  Object.values<Float32Array>(step.save().weights).reduce((total, values) => values.reduce((s, w) => s + w, total), 0);
const two = start(2);
`;

it("a dense step with a worker trains in a cell, outlives Stop, and gives one thread's numbers", async () => {
  expect((await kernel.run(SET_UP)).status).toBe("ok");
  expect((await kernel.runAndStop("await train(two, 1e9);")).status).toBe("error");
  const after = await kernel.run(
    "const fresh = start(2); await train(fresh, 30); const one = start(1); await train(one, 30); console.log(sum(fresh) === sum(one));",
  );
  expect(printed(after)).toBe("ready\nready\ntrue\n");
  expect((await kernel.run("two.forward(batch).loss > 0")).status).toBe("ok");
});
