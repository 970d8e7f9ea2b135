import { setTimeout as wait } from "node:timers/promises";
import type { Queue, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { type Address } from "./address";
import { isConnectionError, noAnswer, rejectAfter, type QueuePackages } from "./redisConnection";

/** What all keys in Redis begin with. */
export const PREFIX = "seven-fixes";
/** How long the ends of the queue may take to begin. */
const READY_MS = 30_000;
const AGAIN_MS = 100;

/** A connection, and both ends of the queue on it. */
export interface Open {
  readonly redis: Redis;
  readonly queue: Queue;
  /** Only takes tasks one by one, when asked, and finds those of silent workers: BullMQ's own loop does not run. */
  readonly taker: Worker;
}

/**
 * Both ends of the queue, in working order. BullMQ asks the server for its version once and keeps a failure for ever:
 * an end that began in a bad moment never works again, so others are made until it is a good one.
 */
export async function readyQueue(
  bullmq: QueuePackages["bullmq"],
  redis: Redis,
  name: string,
  address: Address & { readonly kind: "redis" },
): Promise<Open> {
  const end = performance.now() + READY_MS;
  for (;;) {
    const { queue, taker } = openQueue(bullmq, redis, name, address);
    try {
      const ready = Promise.all([queue.waitUntilReady(), taker.waitUntilReady()]);
      await Promise.race([ready, rejectAfter(end - performance.now())]);
      return { redis, queue, taker };
    } catch (error) {
      await closeQueue({ queue, taker });
      if (!isConnectionError(error) || performance.now() > end) {
        redis.disconnect();
        throw noAnswer(address.shown, error);
      }
      await wait(AGAIN_MS);
    }
  }
}

/** Ends both; a second at most. */
export async function closeQueue({ queue, taker }: Omit<Open, "redis">): Promise<void> {
  const closed = Promise.allSettled([queue.close(), taker.close(true)]);
  await Promise.race([closed, rejectAfter(1000)]).catch(() => undefined);
}

function openQueue(
  { Queue, Worker }: QueuePackages["bullmq"],
  redis: Redis,
  name: string,
  { lease, attempts }: Address,
): Omit<Open, "redis"> {
  const common = { connection: redis, prefix: PREFIX };
  const queue = new Queue(name, { ...common, streams: { events: { maxLen: 100 } } });
  const taker = new Worker(name, null, {
    ...common,
    ...{ autorun: false, lockDuration: 1000 * lease, stalledInterval: 1000 * lease },
    maxStalledCount: attempts - 1,
  });
  queue.on("error", () => undefined); // told by the calls that fail
  taker.on("error", () => undefined);
  return { queue, taker };
}
