import { setTimeout as wait } from "node:timers/promises";
import { type Place, type Soon } from "./place";

/** Calls to a place that may be out of reach for a while. */
export interface Steady {
  /** Makes the call until it gets an answer; rejects on any error that waiting does not mend, and on abort. */
  readonly call: <T>(what: () => Soon<T>) => Promise<T>;
  /** When the place was last out of reach, on `performance.now`'s clock. */
  readonly lastOutage: () => number;
}

const AGAIN_MS = 250;
const TOLD_AFTER_MS = 3000;

/** Holds on through outages of a place, and tells of long ones: once when it is gone, once when it is back. */
export function steadyCalls(
  { isOutage, shown }: Pick<Place, "isOutage" | "shown">,
  signal: AbortSignal,
  say: (line: string) => void,
): Steady {
  let answered = performance.now();
  let outage = -Infinity;
  let told = false;
  const noteAnswer = (): void => {
    answered = performance.now();
    if (told) say(`${shown}: back`);
    told = false;
  };
  const noteOutage = (error: unknown): void => {
    outage = performance.now();
    if (told || outage - answered < TOLD_AFTER_MS) return;
    told = true;
    say(`${shown}: no answer (${error instanceof Error ? error.message : String(error)}); waiting for it`);
  };
  return {
    call: async (what) => {
      for (;;) {
        signal.throwIfAborted();
        try {
          const value = await untilAborted(Promise.resolve(what()), signal);
          noteAnswer();
          return value;
        } catch (error) {
          if (signal.aborted || !isOutage(error)) throw error;
          noteOutage(error);
          await pause(AGAIN_MS, signal);
        }
      }
    },
    lastOutage: () => outage,
  };
}

/** A wait that ends, rejecting with the signal's reason, when that aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
  signal.throwIfAborted();
}

/** The value, or the signal's reason when that aborts first. */
export function untilAborted<T>(value: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
    void value.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

const BRIEF_MS = 2000;

/** A call that may fail, and has a second or two; true when it did not. */
export async function briefly(place: Place, what: () => Soon<void>): Promise<boolean> {
  try {
    await steadyCalls(place, AbortSignal.timeout(BRIEF_MS), () => undefined).call(what);
    return true;
  } catch {
    return false;
  }
}
