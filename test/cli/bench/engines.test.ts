import { afterEach, expect, it, vi } from "vitest";
import { measuredEngines, smallHeadRows } from "./smallHead";

afterEach(() => vi.unstubAllEnvs());

it("tf.train.adam makes the same losses on the tuned and the stock backend", async () => {
  const rows = await smallHeadRows(({ startAdam }) => startAdam);
  expect(measuredEngines(rows)).toEqual(expect.arrayContaining(["wasm-tuned", "wasm-stock"]));
});

it("the head's engines have equal losses, and those that are not here are listed with the reason", async () => {
  vi.stubEnv("SEVEN_FIXES_PYTHON", "/no/such/python");
  const rows = await smallHeadRows();
  expect(measuredEngines(rows)).toEqual(expect.arrayContaining(["dense-step", "wasm-tuned", "wasm-stock"]));
  const pytorch = rows.find(({ engine }) => engine === "pytorch");
  expect(pytorch).toMatchObject({
    kind: "absent",
    reason: expect.stringContaining("/no/such/python") as string,
  });
  expect(rows.map(({ engine }) => engine)).toEqual(expect.arrayContaining(["native-eager", "native-graph"]));
});
