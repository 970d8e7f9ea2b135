import { hostname } from "node:os";
import { type PlainData } from "../../training/plainData";
import { numericCodeHash } from "../runStore";
import { singCanary, versions, type Canary } from "./canary";
import { type Place, type Soon, type Taken, type WorkerNote } from "./place";
import { pause, steadyCalls, type Steady } from "./steady";
import { startThread, type RunThread } from "./threads";
import { packRun, unpackData, type WireResult, type WireTask } from "./wire";

export interface WorkOptions {
  /** Runs at the same time. */
  readonly threads: number;
  /** Ends when there has been nothing to do for a third of a lease. Default false. */
  readonly untilEmpty?: boolean;
  /** Aborts: takes nothing more, gives back what is under way. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** Where a run comes from. Default: a thread of this process. */
  readonly start?: () => RunThread;
}

/** How a worker's work ended. */
export type WorkEnd = "stopped" | "empty" | "unfit" | "cut off";

const IDLE_MS = 100;
const DATA_KEPT = 4;
/** How long a worker may be unheard of while the place hears others. */
const PATIENCE_MS = 10_000;
const BRIEF_MS = 2000;
/** How long a worker that ends when nothing is left waits for the first coordinator. */
const COORDINATOR_MS = 60_000;

/** What one worker knows and shares among its lanes. */
interface Bench {
  readonly place: Place;
  readonly steady: Steady;
  readonly note: WorkerNote;
  readonly options: WorkOptions;
  /** Ends all lanes. */
  readonly end: (how: WorkEnd, why?: string) => void;
  readonly signal: AbortSignal;
  readonly data: Map<string, PlainData>;
  /** The canary's thread, for the first lane. */
  readonly spare: RunThread[];
  idleSince: number;
  busy: number;
  /** When the place last took a word of this worker, or was out of reach for everybody. */
  heard: number;
  watching: boolean;
}

/**
 * A worker: fetches tasks from a place and makes them, `threads` at a time, until it is stopped, nothing is left, or
 * it finds that it does not belong here. Before the first task it must reproduce the coordinator's canary bit by bit.
 */
export async function work(place: Place, options: WorkOptions): Promise<WorkEnd> {
  const ending = new AbortController();
  let how = "stopped" as WorkEnd;
  const end = (kind: WorkEnd, why?: string): void => {
    if (ending.signal.aborted) return;
    how = kind;
    if (why !== undefined) options.say(why);
    ending.abort(new Error(why ?? kind));
  };
  const stop = (): void => end("stopped");
  options.signal.addEventListener("abort", stop, { once: true });
  if (options.signal.aborted) stop();
  const { signal } = ending;
  await place.open();
  const steady = steadyCalls(place, signal, options.say);
  const name = `${hostname()}:${process.pid}`;
  const note: WorkerNote = { name, code: numericCodeHash(), threads: options.threads, versions: versions() };
  const bench: Bench = {
    ...{ place, steady, note, options, end, signal, data: new Map(), spare: [] },
    ...{ idleSince: 0, busy: 0, heard: performance.now(), watching: false },
  };
  const watch = setInterval(() => void watchdog(bench), (1000 * place.lease) / 3);
  try {
    const unfit = await unfitness(bench);
    if (unfit !== undefined) {
      await steady.call(() => place.report({ ...note, unfit }));
      end("unfit", unfit);
    } else {
      await steady.call(() => place.report(note));
      bench.idleSince = performance.now();
      await Promise.all(Array.from({ length: options.threads }, () => lane(bench)));
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    end("stopped");
    clearInterval(watch);
    await Promise.all(bench.spare.map((thread) => thread.close()));
    options.signal.removeEventListener("abort", stop);
    if (how !== "unfit") await briefly(place, () => place.leave(note));
  }
  return how;
}

/** Why this worker does not belong here; undefined when it does. Waits for a coordinator. */
async function unfitness({
  place,
  steady,
  signal,
  options,
  note,
  spare,
}: Bench): Promise<string | undefined> {
  const wanted = await announced(place, steady, signal, options);
  if (wanted === undefined) return undefined;
  const thread = (options.start ?? startThread)();
  try {
    const own = await singCanary(thread, signal);
    const same = wanted.find(({ code }) => code === own.code);
    if (same === undefined) {
      const codes = wanted.map(({ code, versions: with_ }) => `${code.slice(0, 8)} (${with_})`);
      return `${note.name}: expected code ${codes.join(" or ")}, got ${own.code.slice(0, 8)} (${own.versions}); update this checkout and npm run build`;
    }
    if (same.bits === own.bits) return undefined;
    return `${note.name}: expected the bits of ${same.versions}, got others with ${own.versions}; the same code makes other numbers here: use the same Node and npm ci`;
  } finally {
    spare.push(thread);
  }
}

/** What coordinators want, once one is here; undefined when the worker should not wait for one. */
async function announced(
  place: Place,
  steady: Steady,
  signal: AbortSignal,
  { untilEmpty = false, say }: WorkOptions,
): Promise<readonly Canary[] | undefined> {
  const from = performance.now();
  let told = false;
  for (;;) {
    const canaries = await steady.call(() => place.canaries());
    if (canaries.length > 0) return canaries;
    if (untilEmpty && performance.now() - from > COORDINATOR_MS) return undefined;
    if (!told) say(`${place.shown}: nobody has given out tasks yet; waiting`);
    told = true;
    await pause(IDLE_MS, signal);
  }
}

/** One task after the other. */
async function lane(bench: Bench): Promise<void> {
  const { place, steady, note, options, signal, end } = bench;
  let thread = bench.spare.pop();
  try {
    for (;;) {
      const taken = await steady.call(() => place.take(note));
      if (taken !== undefined) {
        bench.busy++;
        try {
          thread = await makeOne(bench, taken, thread);
        } finally {
          bench.busy--;
          bench.idleSince = performance.now();
        }
        continue;
      }
      const idle = bench.busy === 0 ? performance.now() - bench.idleSince : 0;
      if (options.untilEmpty === true && idle > (1000 * place.lease) / 3) end("empty");
      await pause(IDLE_MS, signal);
    }
  } catch (error) {
    end("cut off", error instanceof Error ? error.message : String(error)); // no word when it has ended before
  } finally {
    await thread?.close();
  }
}

/** Makes one task and hands its result over; returns the thread, if it may be used again. */
async function makeOne(
  bench: Bench,
  taken: Taken,
  used: RunThread | undefined,
): Promise<RunThread | undefined> {
  const { place, steady, note, options, signal } = bench;
  const { task } = taken;
  const lost = new AbortController();
  const beat = setInterval(
    () => {
      void isStillOurs(taken).then((ours) => !ours && lost.abort(new Error("lost")));
    },
    (1000 * place.lease) / 3,
  );
  let thread = used;
  try {
    const data = await dataOf(bench, task);
    if (data === undefined) {
      await steady.call(taken.giveBack);
      await pause(IDLE_MS, signal);
      return thread;
    }
    thread ??= (options.start ?? startThread)();
    const json = await thread.run({ config: task.config, data }, AbortSignal.any([signal, lost.signal]));
    await steady.call(() => taken.finish({ kind: "made", where: note.name, run: packRun(json) }));
    return thread;
  } catch (error) {
    await thread?.close();
    if (signal.aborted) await briefly(place, taken.giveBack);
    else if (!lost.signal.aborted) await steady.call(() => taken.finish(failure(note, error)));
    return undefined;
  } finally {
    clearInterval(beat);
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

/** Says that the worker is alive; ends it when the place has answered others for a while, but not this worker. */
async function watchdog(bench: Bench): Promise<void> {
  const { place, note, signal, end } = bench;
  if (bench.watching) return;
  bench.watching = true;
  const isHeard = await briefly(place, () => place.report(note));
  if (isHeard || !(await place.answers())) bench.heard = performance.now();
  bench.watching = false;
  const silent = performance.now() - bench.heard;
  if (signal.aborted || silent < Math.max(PATIENCE_MS, 2000 * place.lease)) return;
  end(
    "cut off",
    `${note.name}: ${place.shown} answers others, but not this worker for ${(silent / 1000).toFixed(0)} s; start it again`,
  );
}

/** A call that may fail, and has a second or two; true when it did not. */
async function briefly(place: Place, what: () => Soon<void>): Promise<boolean> {
  try {
    await steadyCalls(place, AbortSignal.timeout(BRIEF_MS), () => undefined).call(what);
    return true;
  } catch {
    return false;
  }
}
