import { basename, dirname, resolve } from "node:path";
import { atomicWrite } from "../../files/atomicWrite";
import { interruptible } from "../../task/interrupt";
import { sleep } from "../../task/sleep";
import type { Speed } from "../../training/config";
import { fillClaims } from "../../lessons/fillClaims";
import { formatNotebook } from "../nbformat/formatNotebook";
import { isRunnable, numberedCells, tagsOf, type Cell, type Notebook } from "../nbformat/notebook";
import { parseNotebook, readNotebookText } from "../nbformat/readNotebook";
import { settings } from "../../lessons/settings";
import { connectKernel, type KernelClient } from "./kernelClient";
import { spawnKernel, type KernelName, type KernelProcess } from "./kernelProcess";
import { fingerprint, type Fingerprint } from "./fingerprint";
import { createOutputCollector, type Displays, type OutputCollector } from "./outputCollector";
import { hasSameCells, outputRecord, recordIn, withRecord } from "./outputRecord";
import { addPictures } from "./pictures";
import { lateFault, runCell, type CellFault } from "./runCell";
import { isPlainRun } from "./runSetting";

/** How far a run is. `cell` counts all cells from 1; 0 while the kernel starts. */
export interface RunProgress {
  readonly path: string;
  readonly cell: number;
  readonly of: number;
}

/** Options of `runNotebook`. */
export interface RunOptions {
  /** The kernel to run with; this project's own by default. */
  readonly kernel?: KernelName;
  /** How much the cells compute (`SEVEN_FIXES_SPEED`); what the environment or config.yaml says by default. */
  readonly speed?: Speed;
  /** Seconds one cell may take; by default half an hour, at full speed a day. */
  readonly timeoutSeconds?: number;
  /** Go on after a failing cell and keep its error as output; false by default. */
  readonly allowErrors?: boolean;
  /** Write the executed notebook back; true by default. */
  readonly write?: boolean;
  /** Note what the outputs were made from also where they came out as they were; false by default. */
  readonly record?: boolean;
  readonly onProgress?: (progress: RunProgress) => void;
}

/** A failed cell, by the number that Jupyter shows beside it, as tracebacks name cells too; 0 for none of them. */
export interface CellFailure extends CellFault {
  readonly cell: number;
  readonly id: string;
}

/** What became of a notebook. Its file was written only if `wrote`; never when the run did not reach its end. */
export interface NotebookRun {
  readonly path: string;
  readonly codeCells: number;
  readonly seconds: number;
  readonly wrote: boolean;
  readonly failures: readonly CellFailure[];
}

const HALF_AN_HOUR = 1800;
const A_DAY = 86_400;

/** What a cell may take: at full speed one call may train the true size for hours. */
const defaultTimeout = (speed: Speed): number => (speed === "full" ? A_DAY : HALF_AN_HOUR);

/** After the last cell, errors of work that nobody awaits may still come. */
const LATE_SECONDS = 0.2;

interface Execution {
  readonly notebook: Notebook;
  readonly failures: readonly CellFailure[];
  /** False if a failing cell ended it early. */
  readonly finished: boolean;
}

/** Work on one notebook while its kernel runs. */
interface Session {
  readonly path: string;
  readonly notebook: Notebook;
  readonly client: KernelClient;
  readonly options: RunOptions;
}

const endsRun = ({ kind }: CellFault): boolean => kind === "timeout" || kind === "death";

/** Runs the cells in order; gives each the collector of its outputs. */
async function executeCells(
  session: Session,
): Promise<Omit<Execution, "notebook"> & { collected: Map<Cell, OutputCollector> }> {
  const { notebook, client, options, path } = session;
  const { allowErrors = false, onProgress, speed = settings().speed } = options;
  const { timeoutSeconds = defaultTimeout(speed) } = options;
  const collected = new Map<Cell, OutputCollector>();
  const failures: CellFailure[] = [];
  const displays: Displays = new Map();
  for (const [index, cell] of notebook.cells.entries()) {
    onProgress?.({ path, cell: index + 1, of: notebook.cells.length });
    if (!isRunnable(cell)) continue;
    const number = collected.size + 1;
    const collector = createOutputCollector(number, displays);
    collected.set(cell, collector);
    const fault = await runCell(client, cell.source, collector, timeoutSeconds);
    if (fault === undefined || (fault.kind === "error" && tagsOf(cell).includes("raises-exception")))
      continue;
    failures.push({ ...fault, cell: number, id: cell.id });
    if (!allowErrors || endsRun(fault)) return { failures, finished: false, collected };
  }
  await sleep(LATE_SECONDS);
  const known = new Set(failures.map(({ id }) => id));
  for (const { cell, number } of numberedCells(notebook.cells)) {
    const fault = lateFault(collected.get(cell)?.outputs() ?? []);
    if (fault && !known.has(cell.id)) failures.push({ ...fault, cell: number, id: cell.id });
  }
  return { failures, finished: failures.length === 0 || allowErrors, collected };
}

/** The notebook with new outputs and counts 1…n; cells that were skipped lose theirs. */
function withOutputs(notebook: Notebook, collected: ReadonlyMap<Cell, OutputCollector>): Notebook {
  let count = 0;
  const cells = notebook.cells.map((cell): Cell => {
    if (cell.cell_type !== "code") return cell;
    const outputs = collected.get(cell)?.outputs();
    return { ...cell, execution_count: outputs === undefined ? null : ++count, outputs: outputs ?? [] };
  });
  return { ...notebook, cells };
}

/** Executes a notebook through a fresh kernel in its folder, which is gone afterwards whatever happened. */
async function execute(path: string, notebook: Notebook, options: RunOptions): Promise<Execution> {
  options.onProgress?.({ path, cell: 0, of: notebook.cells.length });
  const { kernel = "seven-fixes", speed } = options;
  const environment = {
    SEVEN_FIXES_HEADLESS: "1", // set-up then leaves out what differs from machine to machine
    ...(speed === undefined ? {} : { SEVEN_FIXES_SPEED: speed }),
  };
  const kernelProcess = await spawnKernel({ kernel, folder: dirname(path), environment });
  const client = await stoppable(kernelProcess, connectKernel(kernelProcess));
  try {
    const session = { path, notebook, client, options };
    const { failures, finished, collected } = await stoppable(kernelProcess, executeCells(session));
    return { notebook: withOutputs(notebook, collected), failures, finished };
  } finally {
    await client.close();
  }
}

/** The same work, but Ctrl-C ends it at once with `InterruptedError`, and the kernel with it. */
function stoppable<Result>(kernelProcess: KernelProcess, work: Promise<Result>): Promise<Result> {
  return interruptible((signal) => {
    const stopped = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => {
        kernelProcess.kill();
        reject(signal.reason as Error);
      });
    });
    return Promise.race([work, stopped]);
  });
}

/** Writes the new text, but never over what somebody saved while the cells ran. */
function writeUnlessEdited(path: string, original: string, text: string): void {
  if (readNotebookText(path) !== original) {
    throw new Error(
      `notebook ${path}: expected the file of the start, got one saved meanwhile; run it again`,
    );
  }
  atomicWrite(path, text);
}

/** The failure that the notebook's prose and its results do not fit, undefined if they do. */
function fillProse(notebook: Notebook): { notebook: Notebook; failures: CellFailure[] } {
  try {
    return { notebook: fillClaims(notebook), failures: [] };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { notebook, failures: [{ kind: "error", message, traceback: [], cell: 0, id: "" }] };
  }
}

/** What `textAfter` weighs. */
interface Outcome {
  /** The file's text at the start, and the notebook read from it. */
  readonly original: string;
  readonly before: Notebook;
  readonly executed: Notebook;
  /** Undefined for a run that is not recorded. */
  readonly madeFrom: Fingerprint | undefined;
  /** Record it also where nothing came out new. */
  readonly always: boolean;
}

/**
 * The notebook's text after a run, with the record of what its outputs were made from. When nothing came out new it is
 * the text of before, so that a change of the library alone does not touch every file; the run record of this machine
 * then knows better.
 */
function textAfter({ original, before, executed, madeFrom, always }: Outcome): string {
  const drawn = addPictures(executed, before);
  const old = recordIn(before);
  const made = madeFrom === undefined ? undefined : outputRecord(drawn, madeFrom);
  const isKnown = made === undefined || (!always && old !== undefined && hasSameCells(old, made));
  if (isKnown && formatNotebook(withRecord(drawn, old)) === original) return original;
  return formatNotebook(withRecord(drawn, made));
}

/**
 * Executes a notebook, cell by cell, through a real kernel and writes it back with its outputs, static pictures and
 * the numbers its prose claims. The file stays as it is, byte for byte, when nothing changed, when a cell failed
 * (unless `allowErrors`), and when the run was stopped. A notebook that fails is a result, not an error.
 * Errors: a file that is missing or no notebook, a kernel that is missing or does not start, a full disk.
 */
export async function runNotebook(file: string, options: RunOptions = {}): Promise<NotebookRun> {
  const start = performance.now();
  const path = resolve(file);
  const original = readNotebookText(path);
  const before = parseNotebook(original, path);
  const madeFrom = isPlainRun(options) ? fingerprint() : undefined; // of the library that the kernel now loads
  const execution = await execute(path, before, options);
  const prose =
    execution.finished && execution.failures.length === 0 ? fillProse(execution.notebook) : undefined;
  const failures = [...execution.failures, ...(prose?.failures ?? [])];
  const keep = execution.finished && (prose?.failures.length ?? 0) === 0 && options.write !== false;
  const executed = prose?.notebook ?? execution.notebook;
  const always = options.record === true;
  const text = keep ? textAfter({ original, before, executed, madeFrom, always }) : undefined;
  const wrote = text !== undefined && text !== original;
  if (wrote) writeUnlessEdited(path, original, text);
  const seconds = (performance.now() - start) / 1000;
  return { path, codeCells: before.cells.filter(isRunnable).length, seconds, wrote, failures };
}

/** One line on a failure: `01-the-sick-run.ipynb, cell 7 (fit-the-head): RangeError: …`. */
export function describeFailure(path: string, { cell, id, message }: CellFailure): string {
  const place = cell === 0 ? "" : `, cell ${cell} (${id})`;
  return `${basename(path)}${place}: ${message}`;
}
