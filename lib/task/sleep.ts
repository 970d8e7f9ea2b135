import { onInterrupt } from "./interrupt";

const LONGEST_SECONDS = 2_147_483;

/**
 * Waits; a Stop rejects it at once with `InterruptedError`.
 * Errors: a time that is negative, not a number, or beyond what a timer can hold (24 days).
 */
export async function sleep(seconds: number): Promise<void> {
  if (!(seconds >= 0 && seconds <= LONGEST_SECONDS)) {
    throw new Error(`sleep: expected 0 to ${LONGEST_SECONDS} seconds, got ${seconds}; pass seconds, not ms`);
  }
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      release();
      resolve();
    }, seconds * 1000);
    const release = onInterrupt((error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}
