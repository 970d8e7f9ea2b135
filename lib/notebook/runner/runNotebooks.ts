import { availableParallelism } from "node:os";
import { basename } from "node:path";
import { formatSeconds, startProgress, type ProgressStream } from "../../task/progress";
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
  let total = 1;
  let progress = startProgress(basename(path), total, { stream, ...expected });
  try {
    const run = await runNotebook(path, {
      ...options,
      onProgress({ cell, of }) {
        if (of !== total) progress = startProgress(basename(path), (total = of), { stream, ...expected });
        progress.update(cell, cell === 0 ? "starting the kernel" : undefined);
      },
    });
    progress.end(summary(run));
    for (const failure of run.failures) {
      stream.write(
        `${[describeFailure(path, failure), ...failure.traceback.map((line) => `  ${line}`)].join("\n")}\n`,
      );
    }
    if (run.failures.length === 0) durations.remember(path, run.seconds);
    return run;
  } catch (error) {
    progress.end(`${basename(path)} · not finished`);
    throw error;
  }
}

/** The outcome of a notebook that did not have to run again. */
function skipped(path: string, stream: ProgressStream): NotebookRun {
  stream.write(`${basename(path)} · as its last run here left it\n`);
  return { path, codeCells: 0, seconds: 0, wrote: false, failures: [] };
}

/** A notebook's own stream: of several that run, the one that started first has the terminal's line. */
function ownStream(stream: ProgressStream, path: string, running: ReadonlySet<string>): ProgressStream {
  const isFirst = (): boolean => running.values().next().value === path;
  return {
    get isTTY() {
      return stream.isTTY === true && isFirst();
    },
    get columns() {
      return stream.columns ?? 80;
    },
    write: (text) => stream.write(stream.isTTY === true && !isFirst() ? `\r\u001b[2K${text}` : text),
  };
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
  const running = new Set<string>();
  return inTurns(paths, jobs, async (path) => {
    if (changedOnly && record.isFresh(path)) return skipped(path, stream);
    running.add(path);
    try {
      const run = await runOne(path, { ...options, stream: ownStream(stream, path, running) }, durations);
      if (write && run.failures.length === 0) record.remember(path);
      return run;
    } finally {
      running.delete(path);
    }
  });
}
