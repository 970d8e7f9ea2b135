import { numericCodeHash } from "../codeHash";
import { type WorkerNote } from "./place";
import { type RunTask } from "./runEngine";

/** Says once, and again when it changes, that tasks wait and nobody there can take them; `at` is the address. */
export function waitingTold(at: string, say: (line: string) => void) {
  let told: string | undefined;
  return (tasks: readonly Pick<RunTask, "avoid">[], seen: readonly WorkerNote[]): void => {
    const waiting = tasks.length === 0 ? undefined : (nobodyFit(tasks, seen) ?? nobodyElse(tasks, seen));
    if (waiting !== undefined && waiting.of !== told) {
      const { count, of } = waiting;
      const are = count === 1 ? "1 task waits" : `${count} tasks wait`;
      say(`${are} for ${of}; start npx seven-fixes worker --engine ${at}`);
    }
    told = waiting?.of;
  };
}

/** How many tasks wait, and for what. */
interface Waiting {
  readonly count: number;
  readonly of: string;
}

function nobodyFit(tasks: readonly unknown[], seen: readonly WorkerNote[]): Waiting | undefined {
  if (fitOf(seen).length > 0) return undefined;
  const others = seen.map((worker) => worker.unfit ?? `${worker.name} has code ${worker.code.slice(0, 8)}`);
  const there = others.length === 0 ? "none is there" : others.join("; ");
  return { count: tasks.length, of: `a worker of code ${numericCodeHash().slice(0, 8)}: ${there}` };
}

/** Runs that shall be made twice, while the worker of the first time is the only one. */
function nobodyElse(
  tasks: readonly Pick<RunTask, "avoid">[],
  seen: readonly WorkerNote[],
): Waiting | undefined {
  const [only, ...others] = fitOf(seen);
  const count = tasks.filter(({ avoid }) => avoid === only?.name).length;
  if (only === undefined || others.length > 0 || count === 0) return undefined;
  return {
    count,
    of: `a second worker: --verify compares runs of ${only.name} with another's, and nobody else is there`,
  };
}

/** Who is at work: `3 workers, 12 threads`. */
export function wordsOf(seen: readonly WorkerNote[]): string {
  const fit = fitOf(seen);
  const threads = fit.reduce((sum, worker) => sum + worker.threads, 0);
  return `${fit.length} worker${fit.length === 1 ? "" : "s"}, ${threads} thread${threads === 1 ? "" : "s"}`;
}

/** Those that can make this code's runs. */
const fitOf = (seen: readonly WorkerNote[]): WorkerNote[] =>
  seen.filter(({ code, unfit }) => unfit === undefined && code === numericCodeHash());
