import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Job } from "bullmq";
import { numericCodeHash } from "../codeHash";
import { type Address } from "./address";
import { type Canary } from "./canary";
import { checkFolder } from "./claims";
import { type Place, type Taken, type WorkerNote } from "./place";
import {
  isConnectionError,
  loadQueuePackages,
  openRedis,
  rejectAfter,
  type QueuePackages,
} from "./redisConnection";
import { PREFIX, closeQueue, readyQueue, type Open } from "./queueEnds";
import { redisNotes } from "./redisNotes";
import { getFile, putFile, resultOf, toReturn, type Returned } from "./returned";
import { type WireTask } from "./wire";

/** The last digit of BullMQ's priorities, of which 1 comes first. */
const LAST_PRIORITY = 2_000_000;
const GIVEN_UP_SECONDS = 3600;
/** When a task that this worker must not make may be looked at again. */
const AVOID_MS = 300;
/** How long a new connection may take to answer: also on a machine that has little time for it. */
const PROBE_MS = 5000;

/**
 * BullMQ over Redis as the place to meet. The queue's name carries the code, so that a worker of other code never
 * sees the tasks. No call blocks on the server: after any outage the next one simply works again, on a new
 * connection where the old one is silent.
 */
export function queuePlace(address: Address & { readonly kind: "redis" }): Place {
  const { shown, lease, store } = address;
  const code = numericCodeHash();
  const name = `runs-${code.slice(0, 12)}`;
  const givenUp = `${PREFIX}:given-up:${code.slice(0, 12)}`;
  const answerMs = Math.max(1000, (1000 * lease) / 3);
  let open: Promise<Open> | undefined;
  let packages: QueuePackages | undefined;
  let checking = -Infinity;
  const opened = (): Promise<Open> => {
    if (open === undefined)
      throw new Error(`${shown}: expected an open place, got a closed one; open it first`);
    return open;
  };
  /** One use of the connection; where it gives no answer a new one is made for the next. */
  const using = async <T>(what: (open: Open) => Promise<T>): Promise<T> => {
    const now = await opened();
    try {
      return await what(now);
    } catch (error) {
      if (/timed out/i.test(String(error)) && now.redis.status === "ready") now.redis.disconnect(true);
      throw full(error, shown);
    }
  };
  const notes = redisNotes(PREFIX, lease);

  const taken = (job: Job<WireTask, Returned>, token: string): Taken => ({
    task: job.data,
    renew: () =>
      using(async ({ redis }) => {
        if ((await redis.sismember(givenUp, job.data.id)) === 1) {
          await ifOurs(job.moveToFailed(new Error("given up"), token));
          await job.remove();
          return false;
        }
        return (await job.extendLock(token, 1000 * lease)) === 1;
      }),
    finish: (result) =>
      using(async () => {
        if (result.kind === "failed") await ifOurs(job.moveToFailed(new Error(result.message), token));
        else await ifOurs(job.moveToCompleted(toReturn(result, job.data.key, store), token, false));
      }),
    giveBack: () => using(async () => ifOurs(job.moveToWait(token))),
  });

  return {
    shown,
    lease,
    isOutage: isConnectionError,
    answers: async () => {
      if (packages === undefined) return false;
      const probe = new packages.ioredis.Redis(address.url, {
        connectTimeout: PROBE_MS,
        enableReadyCheck: false,
        retryStrategy: () => null,
      });
      probe.on("error", () => undefined);
      try {
        await Promise.race([probe.ping(), rejectAfter(PROBE_MS)]);
        return true;
      } catch {
        return false;
      } finally {
        probe.disconnect();
      }
    },
    open: async () => {
      if (open !== undefined) return;
      packages = await loadQueuePackages();
      if (store !== undefined) checkFolder(store);
      const redis = await openRedis(packages.ioredis, address, answerMs);
      open = Promise.resolve(await readyQueue(packages.bullmq, redis, name, address));
    },
    close: async () => {
      if (open === undefined) return;
      const { redis, ...ends } = await open;
      open = undefined;
      await closeQueue(ends);
      redis.disconnect();
    },

    announce: (canary) => using(async ({ redis }) => notes.write(redis, "coordinators", code, canary)),
    putData: (file, bytes) =>
      store === undefined
        ? using(async ({ redis }) => notes.putBytes(redis, file, bytes))
        : putFile(join(store, "data", `${file}.bin`), file, bytes),
    add: (task) =>
      using(async ({ redis, queue }) => {
        await redis.srem(givenUp, task.id);
        const priority = Math.max(1, Math.round(LAST_PRIORITY / (1 + task.cost)));
        await queue.add("run", task, { jobId: jobId(task.id), priority, removeOnComplete: false });
      }),
    results: (ids) =>
      using(async ({ queue }) => {
        const finished = await queue.getRanges(["completed", "failed"], 0, -1);
        const wanted = finished.filter((id) => ids.has(id.slice(2)));
        const jobs = await Promise.all(wanted.map((id) => queue.getJob(id)));
        return jobs.flatMap((job) =>
          job === undefined ? [] : [{ id: (job.data as WireTask).id, result: resultOf(job, store) }],
        );
      }),
    missing: (ids) =>
      using(async ({ redis, queue }) => {
        const there = await Promise.all(ids.map((id) => redis.exists(queue.toKey(jobId(id)))));
        return ids.filter((_, i) => there[i] === 0);
      }),
    remove: (ids) =>
      using(async ({ redis, queue }) => {
        for (const id of ids) {
          if ((await queue.remove(jobId(id))) === 1 || (await redis.exists(queue.toKey(jobId(id)))) === 0)
            continue;
          await redis.sadd(givenUp, id);
          await redis.expire(givenUp, GIVEN_UP_SECONDS);
        }
      }),
    workers: () => using(async ({ redis }) => (await notes.recent(redis, "workers")) as WorkerNote[]),

    canaries: () => using(async ({ redis }) => (await notes.recent(redis, "coordinators")) as Canary[]),
    getData: (file) =>
      store === undefined
        ? using(async ({ redis }) => notes.getBytes(redis, file))
        : getFile(join(store, "data", `${file}.bin`)),
    take: ({ name: worker }) =>
      using(async ({ taker }) => {
        const token = randomUUID();
        const job = (await taker.getNextJob(token, { block: false })) as Job<WireTask, Returned> | undefined;
        if (job === undefined) return undefined;
        if (job.deferredFailure) await ifOurs(job.moveToFailed(new Error(job.deferredFailure), token));
        else if (job.data.avoid === worker) await ifOurs(job.moveToDelayed(Date.now() + AVOID_MS, token));
        else return taken(job, token);
        return undefined;
      }),
    report: (worker) =>
      using(async ({ redis, taker }) => {
        await notes.write(redis, "workers", worker.name, worker);
        if (performance.now() - checking < 1000 * lease) return;
        checking = performance.now(); // anew each time: BullMQ's timer may not outlive an outage
        await taker.startStalledCheckTimer();
      }),
    leave: (worker) => using(async ({ redis }) => notes.remove(redis, "workers", worker.name)),
  };
}

/** Not all digits, which BullMQ would not take. */
const jobId = (id: string): string => `r-${id}`;

/** What BullMQ says of a task that is not this worker's any more: its result is not wanted. */
async function ifOurs(done: Promise<unknown>): Promise<void> {
  try {
    await done;
  } catch (error) {
    if (!(Number((error as { code?: unknown }).code) < 0)) throw error;
  }
}

/** A full Redis in words; any other error as it is. */
function full(error: unknown, shown: string): unknown {
  if (!/^OOM/.test(error instanceof Error ? error.message : "")) return error;
  return new Error(
    `${shown}: expected room in Redis, got "${(error as Error).message}"; raise its maxmemory and start again: finished runs are kept`,
    { cause: error },
  );
}
