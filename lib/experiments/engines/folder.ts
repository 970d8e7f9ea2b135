import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { basename, join } from "node:path";
import { atomicWrite } from "../../files/atomicWrite";
import { makeFolder } from "../../files/makeFolder";
import { numericCodeHash } from "../codeHash";
import { type Address } from "./address";
import { type Canary } from "./canary";
import { checkFolder, claim, claimedBy, isThere, renew, takeAway } from "./claims";
import { noteMs, type Place, type Taken, type WorkerNote } from "./place";
import { hashOf, type WireResult, type WireTask } from "./wire";

/** Errors of a file server that comes back. */
const OUTAGES = ["EIO", "ESTALE", "ETIMEDOUT", "EHOSTDOWN", "EAGAIN"];

/** Seconds for which a list of tasks is good. */
const LIST_SECONDS = 1;

/**
 * A shared folder as the place to meet, for clusters where no server may run. A task is a file; a worker claims it by
 * creating a file that nobody else can create, writes to it while it is alive, and renames its result into place.
 * "Now" is the time of a file just written, so that only the file server's clock counts.
 */
export function folderPlace({ folder, shown, lease, attempts }: Address & { kind: "folder" }): Place {
  const code = numericCodeHash();
  const here = join(folder, `runs-${code.slice(0, 12)}`);
  const [tasks, claims, lost, results] = ["tasks", "claims", "lost", "results"].map((name) =>
    join(here, name),
  ) as [string, string, string, string];
  const [workers, coordinators, data] = [
    join(folder, "workers"),
    join(folder, "coordinators"),
    join(folder, "data"),
  ];
  const taskFile = (id: string): string => join(tasks, `${id}.json`);
  const resultFile = (id: string): string => join(results, `${id}.json`);
  const clockFile = join(folder, "clock", fileName(`${hostname()}-${process.pid}`));
  const now = serverClock(clockFile);
  let listed: { tasks: WireTask[]; readonly at: number } = { tasks: [], at: -Infinity };

  const deathsOf = (id: string): string[] => namesIn(lost).filter((name) => name.startsWith(`${id}.`));

  /** Every task here, long ones first, those that take the same in an order of the worker's own. */
  const list = (worker: string): WireTask[] =>
    namesIn(tasks)
      .flatMap((name) => (readJson(join(tasks, name)) as WireTask | undefined) ?? [])
      .map((task) => ({ task, place: hashOf(worker + task.id) }))
      .sort((a, b) => b.task.cost - a.task.cost || (a.place < b.place ? -1 : 1))
      .map(({ task }) => task);

  /** Claims a task, if need be from a worker that has been silent for too long. */
  const claimed = (id: string, worker: string): boolean => {
    const path = join(claims, id);
    if (claim(path, worker)) return true;
    const written = timeOf(path);
    if (written === undefined || now() - written <= 1000 * lease) return false;
    const death = join(lost, `${id}.${deathsOf(id).length}-${fileName(worker)}`);
    return takeAway(path, death) && claim(path, worker);
  };

  const finish = (id: string, worker: string, result: WireResult): void => {
    if (claimedBy(join(claims, id)) === worker && existsSync(taskFile(id)) && !existsSync(resultFile(id)))
      atomicWrite(resultFile(id), JSON.stringify(result));
    release(id, worker);
  };
  const release = (id: string, worker: string): void => {
    if (claimedBy(join(claims, id)) === worker) rmSync(join(claims, id), { force: true });
  };

  const take = ({ name }: WorkerNote): Taken | undefined => {
    if (listed.tasks.length === 0 && performance.now() - listed.at > 1000 * LIST_SECONDS)
      listed = { tasks: list(name), at: performance.now() };
    for (let task = listed.tasks.shift(); task !== undefined; task = listed.tasks.shift()) {
      const { id, avoid } = task;
      if (avoid === name || existsSync(resultFile(id)) || !claimed(id, name)) continue;
      if (!existsSync(taskFile(id)) || existsSync(resultFile(id))) release(id, name);
      else if (deathsOf(id).length >= attempts) finish(id, name, { kind: "lost", attempts });
      else return taken(task, name);
    }
    return undefined;
  };

  const taken = (task: WireTask, name: string): Taken => ({
    task,
    renew: () => existsSync(taskFile(task.id)) && renew(join(claims, task.id), name),
    finish: (result) => finish(task.id, name, result),
    giveBack: () => release(task.id, name),
  });

  const recent = <T extends object>(from: string): T[] =>
    namesIn(from).flatMap((name) => {
      const written = timeOf(join(from, name));
      const note = readJson(join(from, name)) as T | undefined;
      return written !== undefined && note !== undefined && now() - written < noteMs(note, lease) ? note : [];
    });

  return {
    shown,
    lease,
    isOutage: (error) => OUTAGES.includes(codeOf(error)),
    answers: () => existsSync(folder),
    open: () => {
      checkFolder(folder);
      for (const one of [tasks, claims, lost, results]) makeFolder(one);
    },
    close: () => {
      try {
        rmSync(clockFile, { force: true });
      } catch {
        // gone with its folder, or never there
      }
    },

    announce: (canary) =>
      atomicWrite(join(coordinators, `${code.slice(0, 12)}.json`), JSON.stringify(canary)),
    putData: (name, bytes) => {
      const file = join(data, `${name}.bin`);
      if (!existsSync(file) || hashOf(readFileSync(file)) !== name) atomicWrite(file, bytes);
    },
    add: (task) => {
      if (!existsSync(taskFile(task.id))) atomicWrite(taskFile(task.id), JSON.stringify(task));
    },
    results: (ids) =>
      namesIn(results).flatMap((name) => {
        const id = basename(name, ".json");
        const result = ids.has(id) ? (readJson(join(results, name)) as WireResult | undefined) : undefined;
        return result === undefined ? [] : [{ id, result }];
      }),
    missing: (ids) => ids.filter((id) => !existsSync(taskFile(id)) && !existsSync(resultFile(id))),
    remove: (ids) => {
      for (const id of ids) {
        const deaths = deathsOf(id).map((name) => join(lost, name));
        for (const path of [taskFile(id), resultFile(id), join(claims, id), ...deaths])
          rmSync(path, { force: true });
      }
    },
    workers: () => recent<WorkerNote>(workers),

    canaries: () => recent<Canary>(coordinators),
    getData: (name) => {
      const file = join(data, `${name}.bin`);
      return existsSync(file) ? readFileSync(file) : undefined;
    },
    take: (worker) => take(worker),
    report: (worker) => atomicWrite(join(workers, `${fileName(worker.name)}.json`), JSON.stringify(worker)),
    leave: (worker) => rmSync(join(workers, `${fileName(worker.name)}.json`), { force: true }),
  };
}

/** A worker's name as a file's. */
const fileName = (name: string): string => name.replace(/[^\w.-]/g, "-");

/** Whole files of a folder; none when it is not there. */
function namesIn(folder: string): string[] {
  return isThere(() => readdirSync(folder).filter((name) => !name.startsWith("."))) ?? [];
}

/** The value of a JSON file; undefined when it is gone or damaged. */
function readJson(path: string): unknown {
  const text = isThere(() => readFileSync(path, "utf8"));
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** When a file was last written by the server's clock, ms. */
function timeOf(path: string): number | undefined {
  return isThere(() => statSync(path).mtimeMs);
}

/** The file server's time in ms, read at most once a fifth of a second. */
function serverClock(path: string): () => number {
  let read = { at: -Infinity, time: 0 };
  return () => {
    if (performance.now() - read.at > 200) {
      atomicWrite(path, "");
      read = { at: performance.now(), time: statSync(path).mtimeMs };
    }
    return read.time + performance.now() - read.at;
  };
}

/** The system's word for what went wrong, also when `atomicWrite` has wrapped it. */
function codeOf(error: unknown): string {
  const { code, cause } = (error ?? {}) as { code?: unknown; cause?: unknown };
  if (typeof code === "string") return code;
  return cause === undefined ? "" : codeOf(cause);
}
