import { setMaxListeners } from "node:events";
import { hostname } from "node:os";
import { numericCodeHash } from "../codeHash";
import { type Bench, type WorkEnd, type WorkOptions } from "./bench";
import { singCanary, versions, type Canary } from "./canary";
import { makeTask } from "./makeTask";
import { type Place, type WorkerNote } from "./place";
import { briefly, pause, steadyCalls, type Steady } from "./steady";
import { startThread } from "./threads";

const IDLE_MS = 100;
/** How often a place that does not answer at the start is tried. */
const AGAIN_MS = 500;
/** How long a worker may be unheard of while the place hears others. */
const PATIENCE_MS = 10_000;
/** How long a worker that ends when nothing is left waits for the first coordinator. */
const COORDINATOR_MS = 60_000;

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
  setMaxListeners(0, signal); // every lane listens, and a machine may have more cores than Node expects
  if (!(await opened(place, signal, options.say))) return how;
  const steady = steadyCalls(place, signal, options.say);
  const name = `${hostname()}:${process.pid}`;
  const note: WorkerNote = { name, code: numericCodeHash(), threads: options.threads, versions: versions() };
  const bench: Bench = {
    ...{ place, steady, note, options, end, signal, data: new Map(), spare: [] },
    ...{ idleSince: 0, busy: 0, unheard: 0, watching: false },
  };
  const watch = setInterval(() => void watchdog(bench), lookMs(place));
  try {
    const unfit = await unfitness(bench);
    if (unfit !== undefined) {
      await steady.call(() => place.report({ ...note, unfit }));
      end("unfit", unfit);
    } else {
      await steady.call(() => place.report(note));
      options.say(`${note.name}: at work`);
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
          thread = await makeTask(bench, taken, thread);
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

/** How long a place may be silent: two leases. */
const patienceMs = ({ lease }: Place): number => Math.max(PATIENCE_MS, 2000 * lease);
/** How often a worker says that it is alive. */
const lookMs = ({ lease }: Place): number => (1000 * lease) / 3;

/** Says that the worker is alive; ends it when the place has answered others for a while, but not this worker. */
async function watchdog(bench: Bench): Promise<void> {
  const { place, note, signal, end } = bench;
  if (bench.watching) return;
  bench.watching = true;
  const from = performance.now();
  const isHeard = await briefly(place, () => place.report(note));
  if (isHeard) bench.unheard = 0;
  else if (await place.answers()) bench.unheard += Math.max(performance.now() - from, lookMs(place));
  bench.watching = false;
  if (signal.aborted || bench.unheard < patienceMs(place)) return;
  end(
    "cut off",
    `${note.name}: ${place.shown} answers others, but not this worker for ${(bench.unheard / 1000).toFixed(0)} s; start it again`,
  );
}

/** Opens the place; one that does not answer yet is tried again for a while. False when it was stopped meanwhile. */
async function opened(place: Place, signal: AbortSignal, say: (line: string) => void): Promise<boolean> {
  const from = performance.now();
  const patience = `${(patienceMs(place) / 1000).toFixed(0)} s`;
  for (let told = false; !signal.aborted; told = true) {
    try {
      await place.open();
      return true;
    } catch (error) {
      if (!place.isOutage(error)) throw error;
      const why = error instanceof Error ? error.message : String(error);
      if (performance.now() - from > patienceMs(place))
        throw new Error(`${why}, then start this worker again: it tried for ${patience}`, { cause: error });
      if (!told) say(`${why}; trying for ${patience}`);
      await pause(AGAIN_MS, signal).catch(() => undefined);
    }
  }
  return false;
}
