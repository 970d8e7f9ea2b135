import { describe, expect, it } from "vitest";
import {
  interruptAll,
  InterruptedError,
  interruptible,
  nextTurn,
  onInterrupt,
} from "../../lib/task/interrupt";

describe("interruptAll()", () => {
  it("calls every listener once and reports how many there were", () => {
    const heard: string[] = [];
    onInterrupt(() => heard.push("first"));
    onInterrupt(() => heard.push("second"));
    expect(interruptAll()).toBe(2);
    expect(interruptAll()).toBe(0);
    expect(heard).toEqual(["first", "second"]);
  });

  it("does not call a listener that was released", () => {
    const release = onInterrupt(() => expect.unreachable());
    release();
    expect(interruptAll()).toBe(0);
  });

  it("reaches listeners that another copy of the library put on the shared set", () => {
    let heard: unknown;
    const shared = globalThis as unknown as Record<symbol, Set<(error: Error) => void>>;
    shared[Symbol.for("seven-fixes.waiting")]?.add((error) => (heard = error));
    interruptAll();
    expect(heard).toBeInstanceOf(InterruptedError);
  });
});

describe("interruptible(work)", () => {
  it("passes the result through and leaves nothing waiting", async () => {
    expect(await interruptible(() => Promise.resolve(7))).toBe(7);
    expect(interruptAll()).toBe(0);
  });

  it("ends a loop at the turn after Stop, and the loop may keep what it has", async () => {
    const steps: number[] = [];
    const kept = await interruptible(async (signal) => {
      try {
        for (let step = 0; ; step++) {
          steps.push(step);
          if (step === 2) interruptAll();
          await nextTurn(signal);
        }
      } catch (error) {
        expect(error).toBeInstanceOf(InterruptedError);
        return steps.length;
      }
    });
    expect(kept).toBe(3); // steps 0, 1, 2; the wait after step 2 threw
  });

  it("rejects with a message that says what to do when nobody catches the stop", async () => {
    const work = interruptible(async (signal) => {
      for (;;) await nextTurn(signal);
    });
    await nextTurn();
    interruptAll();
    await expect(work).rejects.toThrow("run the cell again");
  });
});

describe("nextTurn()", () => {
  it("lets timers and signals through between two steps of a busy loop", async () => {
    let fired = 0;
    setTimeout(() => fired++, 0);
    while (fired === 0) await nextTurn();
    expect(fired).toBe(1);
  });
});
