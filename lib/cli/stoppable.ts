import { interruptAll, InterruptedError } from "../task/interrupt";

/** As of any shell command that Ctrl-C ended: 128 + SIGINT. */
const STOPPED = 130;

/** Runs work that Ctrl-C ends: then `undefined`, one line that says what was left, and the exit code of a stopped command. */
export async function stoppable<T>(work: () => Promise<T>, left: string): Promise<T | undefined> {
  process.on("SIGINT", interruptAll);
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error;
    console.error(`seven-fixes: stopped; ${left}`);
    process.exitCode = STOPPED;
    return undefined;
  } finally {
    process.off("SIGINT", interruptAll);
  }
}
