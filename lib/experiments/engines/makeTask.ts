import { type PlainData } from "../../training/plainData";
import { type Bench } from "./bench";
import { type Taken, type WorkerNote } from "./place";
import { briefly, pause } from "./steady";
import { startThread, type RunThread } from "./threads";
import { packRun, unpackData, type WireResult, type WireTask } from "./wire";

/** How long a task rests whose data are not there yet. */
const REST_MS = 100;
/** Data sets that a worker holds. */
const DATA_KEPT = 4;

/** Makes one task and hands its result over; returns the thread, if it may be used again. */
export async function makeTask(
  bench: Bench,
  taken: Taken,
  used: RunThread | undefined,
): Promise<RunThread | undefined> {
  const { place, steady, signal } = bench;
  const lost = new AbortController();
  const look = (): void => void isStillOurs(taken).then((ours) => !ours && lost.abort(new Error("lost")));
  const beat = setInterval(look, (1000 * place.lease) / 3);
  try {
    const { result, thread } = await resultOf(bench, taken, used, AbortSignal.any([signal, lost.signal]));
    if (lost.signal.aborted) return thread;
    if (result !== undefined) await steady.call(() => taken.finish(result));
    else {
      await steady.call(taken.giveBack);
      await pause(REST_MS, signal);
    }
    return thread;
  } catch (error) {
    await briefly(place, taken.giveBack); // stopped, or its result cannot be handed over from here
    throw error;
  } finally {
    clearInterval(beat);
  }
}

/** What comes of a task, undefined while its data are not there, and the thread that lived through it. */
async function resultOf(
  bench: Bench,
  { task }: Taken,
  used: RunThread | undefined,
  signal: AbortSignal,
): Promise<{ readonly result: WireResult | undefined; readonly thread: RunThread | undefined }> {
  const data = await dataOf(bench, task);
  if (data === undefined) return { result: undefined, thread: used };
  const thread = used ?? (bench.options.start ?? startThread)();
  try {
    const { config, closeUp, stopAfter = config.epochs } = task;
    const json = await thread.run({ config, data, closeUp, stopAfter }, signal);
    return { result: { kind: "made", where: bench.note.name, run: packRun(json) }, thread };
  } catch (error) {
    await thread.close();
    bench.signal.throwIfAborted();
    return { result: failure(bench.note, error), thread: undefined };
  }
}

/** Also when the place is out of reach, for as long as nobody says otherwise. */
async function isStillOurs({ renew }: Taken): Promise<boolean> {
  try {
    return await renew();
  } catch {
    return true;
  }
}

function failure({ name }: WorkerNote, error: unknown): WireResult {
  return {
    kind: "failed",
    where: name,
    message: error instanceof Error ? error.message : String(error),
    attempts: 1,
  };
}

/** A task's data, fetched once and checked; undefined when they are not there (yet). Damaged ones end the worker. */
async function dataOf(
  { place, steady, data, note, end }: Bench,
  task: WireTask,
): Promise<PlainData | undefined> {
  const { hash, file } = task.data;
  const known = data.get(file);
  if (known !== undefined) return known;
  const bytes = await steady.call(() => place.getData(file));
  if (bytes === undefined) return undefined;
  let found: PlainData;
  try {
    found = unpackData(file, bytes);
    if (found.hash !== hash) throw new Error(`data: expected ${hash}, got ${found.hash}`);
  } catch (error) {
    const unfit = `${note.name}: ${error instanceof Error ? error.message : String(error)}`;
    await steady.call(() => place.report({ ...note, unfit }));
    end("unfit", unfit);
    return undefined;
  }
  if (data.size >= DATA_KEPT) data.delete([...data.keys()][0] ?? "");
  data.set(file, found);
  return found;
}
