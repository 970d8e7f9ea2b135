import { type PlainData } from "../../training/plainData";
import { numericCodeHash } from "../codeHash";
import { arrived } from "./arrival";
import { singCanary } from "./canary";
import { type Place, type Soon, type WorkerNote } from "./place";
import { type RunEngine, type RunOutcome, type RunTask } from "./runEngine";
import { pause, steadyCalls, type Steady } from "./steady";
import { startThread } from "./threads";
import { packData, toWire, type WireResult } from "./wire";
import { waitingTold, wordsOf } from "./workersSeen";

/** Tasks that wait or are under way at a time: the rest follows as results come. */
const WINDOW = 500;
const LOOK_MS = 100;
/** How often the tasks that are out are compared with those at the place, and the workers counted. */
const RECONCILE_MS = 1000;
/** How long the end may take when the place is out of reach. */
const FAREWELL_MS = 3000;

/** A task that is out. */
interface Out {
  readonly task: RunTask;
  /** The name of its data's file. */
  readonly file: string;
  readonly since: number;
}

/** One `make`: what is out, and how to reach the place. */
interface Errand {
  readonly place: Place;
  readonly steady: Steady;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  readonly out: Map<string, Out>;
  /** Tasks whose results have been used, and may go. */
  readonly done: Set<string>;
  /** Names of the files in which data travel. */
  readonly files: Map<string, string>;
}

/**
 * The engine of a place where workers of other processes and machines fetch tasks. Nothing rests on what the place
 * remembers: tasks that are out but not there are added again, so a place that lost everything costs only time.
 */
export function remoteEngine(place: Place, say: (line: string) => void): RunEngine {
  let seen: readonly WorkerNote[] = [];
  const kept = new Set<string>();
  return {
    longFirst: true,
    kept: (id) => void kept.add(id),
    workers: () => wordsOf(seen),
    close: async () => place.close(),
    async *make(tasks, signal) {
      await place.open();
      const steady = steadyCalls(place, signal, say);
      const errand: Errand = {
        place,
        steady,
        signal,
        say,
        out: new Map(),
        done: new Set(),
        files: new Map(),
      };
      const announce = await announcer(place, signal);
      await steady.call(announce);
      const filling = fill(errand, tasks);
      const tell = waitingTold(place.shown, say);
      let reconciled = performance.now();
      try {
        while (!filling.ended() || errand.out.size > 0) {
          for (const outcome of await collect(errand)) {
            yield outcome;
            errand.done.add(outcome.id); // it is kept by now
          }
          if (errand.done.size > 0) await steady.call(() => place.remove([...errand.done]));
          errand.done.clear();
          if (performance.now() - reconciled > RECONCILE_MS) {
            await steady.call(announce);
            yield* await reconcile(errand);
            seen = await steady.call(() => place.workers());
            tell(
              [...errand.out.values()].map(({ task }) => task),
              seen,
            );
            reconciled = performance.now();
          }
          await pause(LOOK_MS, signal);
        }
        const left = await steady.call(() => place.results(kept));
        await steady.call(() => place.remove(left.map(({ id }) => id)));
      } finally {
        filling.stop();
        await farewell(errand);
      }
    },
  };
}

/** Says again and again, while it is called, what workers must be able to reproduce. */
async function announcer(place: Place, signal: AbortSignal): Promise<() => Soon<void>> {
  const thread = startThread();
  try {
    const canary = await singCanary(thread, signal);
    return () => place.announce(canary);
  } finally {
    await thread.close();
  }
}

/** Draws tasks and adds them as long as there is room, beside everything else. */
function fill(errand: Errand, tasks: AsyncIterableIterator<RunTask>) {
  const { out, signal } = errand;
  let [ended, stopped] = [false, false];
  let failure: { readonly error: unknown } | undefined;
  const work = async (): Promise<void> => {
    for await (const task of tasks) {
      if (stopped) return;
      const file = await sendData(errand, task.data);
      await send(errand, task, file);
      while (out.size >= WINDOW) await pause(LOOK_MS, signal);
    }
  };
  void work()
    .catch((error: unknown) => (failure = { error }))
    .finally(() => (ended = true));
  return {
    stop: () => (stopped = true),
    /** Throws what went wrong. */
    ended: () => {
      if (failure !== undefined) throw failure.error;
      return ended;
    },
  };
}

async function send({ place, steady, out }: Errand, task: RunTask, file: string): Promise<void> {
  await steady.call(() => place.add(toWire(task, file, numericCodeHash())));
  out.set(task.id, { task, file, since: performance.now() });
}

/** Puts data where workers find them, once; returns the name of their file. */
async function sendData({ place, steady, files }: Errand, data: PlainData, again = false): Promise<string> {
  const known = files.get(data.hash);
  if (known !== undefined && !again) return known;
  const { name, bytes } = packData(data);
  await steady.call(() => place.putData(name, bytes));
  files.set(data.hash, name);
  return name;
}

/** The outcomes that have come; what is given back to be made again is not among them. */
async function collect(errand: Errand): Promise<RunOutcome[]> {
  const { place, steady, out } = errand;
  const results = await steady.call(() => place.results(new Set(out.keys())));
  const outcomes: RunOutcome[] = [];
  for (const { id, result } of results) {
    const sent = out.get(id);
    if (sent === undefined) continue;
    const outcome = await outcomeOf(errand, sent, result);
    if (outcome === undefined) continue;
    out.delete(id);
    outcomes.push(outcome);
  }
  return outcomes;
}

/** What a result says of a task; undefined when the task has to be made again. */
async function outcomeOf(
  errand: Errand,
  { task, file, since }: Out,
  result: WireResult,
): Promise<RunOutcome | undefined> {
  const { place, steady, say } = errand;
  const again = async (why: string): Promise<undefined> => {
    say(why);
    await steady.call(() => place.remove([task.id]));
    await send(errand, task, file);
    return undefined;
  };
  if (result.kind === "lost") {
    if (steady.lastOutage() > since) return again(`${task.id}: lost with the connection; made again`);
    const { attempts } = result;
    const message = `expected a run, got the end of its worker ${attempts} times; look at its settings`;
    return { kind: "failed", id: task.id, message, attempts };
  }
  try {
    return arrived(task, result);
  } catch (error) {
    return again(`${error instanceof Error ? error.message : String(error)}; made again`);
  }
}

/** Adds again what is out but not at the place any more, with its data; what another coordinator has kept has come. */
async function reconcile(errand: Errand): Promise<RunOutcome[]> {
  const { place, steady, out } = errand;
  const missing = await steady.call(() => place.missing([...out.keys()]));
  const outcomes: RunOutcome[] = [];
  const sent = new Set<string>();
  for (const { task, file } of missing.flatMap((id) => out.get(id) ?? [])) {
    const run = task.kept?.();
    if (run !== undefined) {
      out.delete(task.id);
      outcomes.push({ kind: "made", id: task.id, run, where: "another coordinator's worker" });
      continue;
    }
    if (!sent.has(file)) await sendData(errand, task.data, true);
    sent.add(file);
    await send(errand, task, file);
  }
  return outcomes;
}

/** Removes what is still out, so that no worker makes what nobody waits for. */
async function farewell({ place, out, done, say }: Errand): Promise<void> {
  const left = [...out.keys(), ...done];
  if (left.length === 0) return;
  const end = AbortSignal.timeout(FAREWELL_MS);
  try {
    await steadyCalls(place, end, () => undefined).call(() => place.remove(left));
  } catch {
    say(`${place.shown}: out of reach; ${left.length} tasks stay there until a later start takes them up`);
  }
}
