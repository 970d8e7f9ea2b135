import { describe, expect, it } from "vitest";
import { type WorkerNote } from "../../../lib/experiments/engines/place";
import { waitingTold, wordsOf } from "../../../lib/experiments/engines/workersSeen";
import { numericCodeHash } from "../../../lib/experiments/codeHash";

const code = numericCodeHash();
const worker = (name: string, more: Partial<WorkerNote> = {}): WorkerNote => ({
  ...{ name, code, threads: 2, versions: "" },
  ...more,
});

describe("waitingTold(at, say)", () => {
  it("names the worker whose runs wait for a second one, once until that changes", () => {
    const said: string[] = [];
    const tell = waitingTold("redis://host", (line) => said.push(line));
    tell([{}, { avoid: "a:1" }, { avoid: "a:1" }], [worker("a:1")]);
    tell([{ avoid: "a:1" }], [worker("a:1")]);
    expect(said).toEqual([
      "2 tasks wait for a second worker: --verify compares runs of a:1 with another's, and nobody else is there; start npx seven-fixes worker --engine redis://host",
    ]);
    tell([{ avoid: "a:1" }], [worker("a:1"), worker("b:1")]);
    tell([{ avoid: "a:1" }], [worker("b:1")]);
    expect(said).toHaveLength(1);
    tell([{ avoid: "a:1" }], [worker("a:1"), worker("b:1", { code: "0".repeat(64) })]);
    expect(said[1]).toMatch(/^1 task waits for a second worker/);
  });

  it("says who is there when nobody has this code, and nothing when nothing waits", () => {
    const said: string[] = [];
    const tell = waitingTold("folder:x", (line) => said.push(line));
    tell([], []);
    expect(said).toEqual([]);
    tell([{}], []);
    tell([{}], [worker("b:1", { code: "0123456789" }), worker("c:1", { unfit: "c:1: other bits" })]);
    expect(said).toEqual([
      `1 task waits for a worker of code ${code.slice(0, 8)}: none is there; start npx seven-fixes worker --engine folder:x`,
      `1 task waits for a worker of code ${code.slice(0, 8)}: b:1 has code 01234567; c:1: other bits; start npx seven-fixes worker --engine folder:x`,
    ]);
  });
});

describe("wordsOf(seen)", () => {
  it("counts those that can make this code's runs", () => {
    expect(wordsOf([worker("a:1"), worker("b:1", { code: "other" })])).toBe("1 worker, 2 threads");
    expect(wordsOf([])).toBe("0 workers, 0 threads");
  });
});
