import { describe, expect, it } from "vitest";
import { interruptAll, InterruptedError } from "../../lib/task/interrupt";
import { sleep } from "../../lib/task/sleep";

describe("sleep(seconds)", () => {
  it("rejects at once with InterruptedError when work is stopped", async () => {
    const long = sleep(3600);
    interruptAll();
    await expect(long).rejects.toBeInstanceOf(InterruptedError);
  });

  it("resolves after its time and is then no longer waiting", async () => {
    await sleep(0);
    expect(interruptAll()).toBe(0);
  });

  it.each([-1, NaN, Infinity, 3e6])("refuses %s seconds", async (seconds) => {
    await expect(sleep(seconds)).rejects.toThrow(`expected 0 to 2147483 seconds, got ${seconds}`);
  });
});
