import { availableParallelism } from "node:os";
import { basename } from "node:path";
import {
  formatSeconds,
  printAbove,
  startProgress,
  type Progress,
  type ProgressStream,
} from "../../task/progress";
import { openDurations, type Durations } from "./durations";
import { openRunRecord } from "./runRecord";
import { runSetting } from "./runSetting";
import { describeFailure, runNotebook, type NotebookRun, type RunOptions } from "./runNotebook";

/** Options of `runNotebooks`: those of each run, and where the progress lines go. */
export interface CollectionOptions extends Omit<RunOptions, "onProgress"> {
  /** Default: stderr. */
  readonly stream?: ProgressStream;
  /** How long each took last time. Default: what this machine remembers for the speed. */
  readonly durations?: Durations;
  /** Leave out notebooks that are, with all they come from, as their last run on this machine left them. */
  readonly changedOnly?: boolean;
  /** Told of each notebook that ran, as it ends. */
  readonly onRun?: (run: NotebookRun) => void;
  /** Notebooks that run at the same time, each with a kernel of its own. Default: one per core, at most four. */
  readonly jobs?: number;
}

const MOST_JOBS = 4;

function summary({ path, codeCells, seconds, wrote, failures }: NotebookRun): string {
  const name = basename(path);
  const outcome = failures.length > 0 ? "FAILED" : wrote ? "outputs written" : "unchanged";
  return `${name} · ${codeCells} code cells · ${formatSeconds(seconds)} · ${outcome}`;
}

async function runOne(path: string, options: CollectionOptions, durations: Durations): Promise<NotebookRun> {
  const { stream = process.stderr } = options;
  const expectedSeconds = durations.expected(path);
  const expected = expectedSeconds === undefined ? {} : { expectedSeconds };
  let progress: Progress | undefined;
  try {
    const run = await runNotebook(path, {
      ...options,
      onProgress({ cell, of }) {
        progress ??= startProgress(basename(path), of, { stream, ...expected });
        progress.update(cell, cell === 0 ? "starting the kernel" : undefined);
      },
    });
    progress?.end(summary(run));
    for (const failure of run.failures) {
      const lines = [describeFailure(path, failure), ...failure.traceback.map((line) => `  ${line}`)];
      printAbove(`${lines.join("\n")}\n`, stream);
    }
    if (run.failures.length === 0) durations.remember(path, run.seconds);
    return run;
  } catch (error) {
    progress?.end(`${basename(path)} · not finished`);
    throw error;
  }
}

/** The outcome of a notebook that did not have to run again. */
function skipped(path: string, stream: ProgressStream): NotebookRun {
  printAbove(`${basename(path)} · as its last run here left it\n`, stream);
  return { path, codeCells: 0, seconds: 0, wrote: false, failures: [] };
}

/** Does the work of each item, `jobs` at a time, and returns the results in order; the first error ends all. */
async function inTurns<Item, Result>(
  items: readonly Item[],
  jobs: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = [...items.entries()];
  const take = async (): Promise<void> => {
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        results[next[0]] = await work(next[1]);
      }
    } finally {
      waiting.length = 0;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: jobs }, take));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return results;
}

/**
 * Runs notebooks, some at the same time, each with a progress line (cell i of n, seconds, time left) that ends as one
 * line of outcome, and its failures below. All run, also after a failure. Errors: as `runNotebook`.
 */
export async function runNotebooks(
  paths: readonly string[],
  options: CollectionOptions = {},
): Promise<NotebookRun[]> {
  const { stream = process.stderr, changedOnly = false, write = true } = options;
  const speed = options.speed ?? process.env["SEVEN_FIXES_SPEED"] ?? "";
  const durations = options.durations ?? openDurations(speed);
  const record = openRunRecord(runSetting(options));
  const jobs = options.jobs ?? Math.min(availableParallelism(), MOST_JOBS);
  return inTurns(paths, jobs, async (path) => {
    if (changedOnly && record.isFresh(path)) return skipped(path, stream);
    const run = await runOne(path, options, durations);
    if (write && run.failures.length === 0) record.remember(path);
    options.onRun?.(run);
    return run;
  });
}
