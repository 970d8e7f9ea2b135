import { describe, expect, it } from "vitest";
import { compare, type Contender } from "../../../lib/cli/bench/compare";
import { at } from "../../../lib/math/at";

const OPTIONS = { job: "head", batch: 4, blocks: 2, stepsPerBlock: 3, log: () => undefined };

/** An engine whose step k takes `ms[k]` and has the loss `losses[k]`, both repeated; it writes down its calls. */
function engine(name: string, ms: number[], losses: number[], calls: string[]): Contender {
  let step = 0;
  const next = () => ({ ms: at(ms, step % ms.length), loss: at(losses, step++ % losses.length) });
  return {
    name,
    exact: true,
    start: () =>
      Promise.resolve({
        threads: 1,
        run: (steps) => {
          calls.push(`${name} ${steps}`);
          const taken = Array.from({ length: steps }, next);
          return Promise.resolve({ ms: taken.map((t) => t.ms), losses: taken.map((t) => t.loss) });
        },
        dispose: () => calls.push(`${name} freed`),
      }),
  };
}

describe("compare(contenders, options)", () => {
  it("warms up, runs blocks in turn, and reports the fastest and the middle step", async () => {
    const calls: string[] = [];
    // five warm-up steps, then 6, 7, 8 and 9, 10, 11
    const rising = engine("a", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], [1], calls);
    const rows = await compare([rising, engine("b", [2], [1], calls)], OPTIONS);
    expect(calls).toEqual(["a 5", "b 5", "a 3", "b 3", "a 3", "b 3", "a freed", "b freed"]);
    const common = { kind: "measured", job: "head", batch: 4, threads: 1 };
    expect(rows).toEqual([
      { ...common, engine: "a", minMs: 6, medianMs: 8.5 },
      { ...common, engine: "b", minMs: 2, medianMs: 2 },
    ]);
  });

  it("refuses to time engines whose losses differ, and frees them", async () => {
    const calls: string[] = [];
    const contenders = [engine("a", [1], [1], calls), engine("b", [1], [1, 1, 1.01], calls)];
    await expect(compare(contenders, OPTIONS)).rejects.toThrow(
      "bench: expected b to have the loss of a in step 2, 1, got 1.01",
    );
    expect(calls.slice(-2)).toEqual(["a freed", "b freed"]);
  });

  it("refuses a loss that is NaN in one engine only", async () => {
    const calls: string[] = [];
    const contenders = [engine("a", [1], [1], calls), engine("b", [1], [NaN], calls)];
    await expect(compare(contenders, OPTIONS)).rejects.toThrow("got NaN");
  });

  it("lists an engine that cannot start with its reason", async () => {
    const absent = { name: "b", exact: true, start: () => Promise.reject(new Error("not installed")) };
    const rows = await compare([engine("a", [1], [1], []), absent], OPTIONS);
    expect(at(rows, 1)).toEqual({
      kind: "absent",
      engine: "b",
      job: "head",
      batch: 4,
      reason: "not installed",
    });
  });
});
