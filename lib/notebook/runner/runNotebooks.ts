import { basename } from "node:path";
import { formatSeconds, startProgress, type ProgressStream } from "../../task/progress";
import { openDurations, type Durations } from "./durations";
import { openRunRecord } from "./runRecord";
import { describeFailure, runNotebook, type NotebookRun, type RunOptions } from "./runNotebook";

/** Options of `runNotebooks`: those of each run, and where the progress lines go. */
export interface CollectionOptions extends Omit<RunOptions, "onProgress"> {
  /** Default: stderr. */
  readonly stream?: ProgressStream;
  /** How long each took last time. Default: what this machine remembers for the speed. */
  readonly durations?: Durations;
  /** Leave out notebooks that are, with all they come from, as their last run on this machine left them. */
  readonly changedOnly?: boolean;
}

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

/**
 * Runs notebooks one after another, each with a progress line (cell i of n, seconds, time left) that ends as one line
 * of outcome, and its failures below. All run, also after a failure. Errors: as `runNotebook`.
 */
export async function runNotebooks(
  paths: readonly string[],
  options: CollectionOptions = {},
): Promise<NotebookRun[]> {
  const { kernel = "seven-fixes", stream = process.stderr, changedOnly = false, write = true } = options;
  const speed = options.speed ?? process.env["SEVEN_FIXES_SPEED"] ?? "";
  const durations = options.durations ?? openDurations(speed);
  const record = openRunRecord([kernel, speed, process.env["SEVEN_FIXES_SEED"] ?? ""].join(" "));
  const runs: NotebookRun[] = [];
  for (const path of paths) {
    const isFresh = changedOnly && record.isFresh(path);
    const run = isFresh ? skipped(path, stream) : await runOne(path, options, durations);
    if (!isFresh && write && run.failures.length === 0) record.remember(path);
    runs.push(run);
  }
  return runs;
}
