import { afterEach, expect, it, vi } from "vitest";
import { compare } from "../../../lib/cli/bench/compare";
import { ENGINES } from "../../../lib/cli/bench/engines";
import { headJob } from "../../../lib/cli/bench/headJob";

afterEach(() => vi.unstubAllEnvs());

it("tf.train.adam makes the same losses on the tuned and the stock backend", async () => {
  const job = headJob(16, 3);
  const contenders = ENGINES.flatMap(({ startAdam, ...engine }) =>
    startAdam ? [{ ...engine, start: () => startAdam(job) }] : [],
  );
  const options = { job: "head, tf.train.adam", batch: 3, blocks: 1, stepsPerBlock: 1, log: () => undefined };
  const rows = await compare(contenders, options); // throws if a loss differs by 1e-4
  const measured = rows.filter(({ kind }) => kind === "measured").map(({ engine }) => engine);
  expect(measured).toEqual(expect.arrayContaining(["wasm-tuned", "wasm-stock"]));
});

it("the head's engines have equal losses, and those that are not here are listed with the reason", async () => {
  vi.stubEnv("SEVEN_FIXES_PYTHON", "/no/such/python");
  const job = headJob(16, 3);
  const contenders = ENGINES.map((engine) => ({ ...engine, start: () => engine.startHead(job) }));
  const options = { job: "head", batch: 3, blocks: 1, stepsPerBlock: 1, log: () => undefined };
  const rows = await compare(contenders, options); // throws if a loss differs by 1e-4
  const measured = rows.filter(({ kind }) => kind === "measured").map(({ engine }) => engine);
  expect(measured).toEqual(expect.arrayContaining(["dense-step", "wasm-tuned", "wasm-stock"]));
  const pytorch = rows.find(({ engine }) => engine === "pytorch");
  expect(pytorch).toMatchObject({
    kind: "absent",
    reason: expect.stringContaining("/no/such/python") as string,
  });
  expect(rows.map(({ engine }) => engine)).toEqual(expect.arrayContaining(["native-eager", "native-graph"]));
});
