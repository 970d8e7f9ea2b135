import { once } from "node:events";
import type { Queue, Worker } from "bullmq";
import type { Redis } from "ioredis";

/** What only a Redis address needs, of two optional dependencies. */
export interface QueuePackages {
  readonly bullmq: { readonly Queue: typeof Queue; readonly Worker: typeof Worker };
  readonly ioredis: { readonly Redis: typeof Redis };
}

/** Loads both packages. Throws one line with the install command where they are not installed. */
export async function loadQueuePackages(): Promise<QueuePackages> {
  try {
    return { bullmq: await import("bullmq"), ioredis: await import("ioredis") };
  } catch (error) {
    throw new Error(
      "--engine redis://…: expected the packages bullmq and ioredis, got none; npm install bullmq@6.7.0 ioredis@6.0.0",
      { cause: error },
    );
  }
}

/** The oldest Redis that BullMQ's scripts run on. */
const OLDEST = 5;

const CONNECT_MS = 5000;

/**
 * A connection on which a command is answered, or fails when Redis is gone or silent: nothing waits for ever, and
 * nothing is sent a second time behind our back. It connects again by itself.
 */
async function connectRedis(
  { Redis }: QueuePackages["ioredis"],
  url: string,
  answerMs: number,
): Promise<Redis> {
  const client = new Redis(url, {
    ...{ lazyConnect: true, enableOfflineQueue: false, autoResendUnfulfilledCommands: false },
    ...{ maxRetriesPerRequest: null, commandTimeout: answerMs, connectTimeout: Math.max(answerMs, 1000) },
    retryStrategy: (times) => Math.min(100 * times, 1000),
  });
  client.on("error", () => undefined); // told by the commands that fail
  await client.connect();
  return client;
}

/** Connects for the first time and looks at what is there. Throws one line for everything that can be wrong. */
export async function openRedis(
  ioredis: QueuePackages["ioredis"],
  { url, shown }: { readonly url: string; readonly shown: string },
  answerMs: number,
): Promise<Redis> {
  const refuse = (wanted: string, got: string, remedy: string, cause?: unknown): never => {
    throw new Error(`--engine ${shown}: expected ${wanted}, got ${got}; ${remedy}`, { cause });
  };
  let client: Redis;
  let info: string;
  try {
    await refuseSilence(ioredis, url);
    client = await connectRedis(ioredis, url, answerMs);
    info = await client.info();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (/NOAUTH|WRONGPASS|invalid.*password|ERR AUTH/i.test(reason))
      return refuse("a password that Redis takes", `"${reason}"`, "write redis://user:password@host");
    return refuse(
      "a Redis server that answers",
      `"${reason}"`,
      "start redis-server there or correct the address",
      error,
    );
  }
  const version = /redis_version:([\d.]+)/.exec(info)?.[1] ?? "unknown";
  const policy = /maxmemory_policy:(\S+)/.exec(info)?.[1] ?? "noeviction";
  if (Number.parseInt(version, 10) >= OLDEST && policy === "noeviction") return client;
  client.disconnect();
  if (policy !== "noeviction")
    return refuse("a Redis that forgets nothing", policy, "set maxmemory-policy noeviction");
  return refuse(`Redis ${OLDEST} or newer`, `Redis ${version}`, "update it");
}

/** Tries a connection that does not come back by itself, so that what is wrong with it is told. */
async function refuseSilence({ Redis }: QueuePackages["ioredis"], url: string): Promise<void> {
  const probe = new Redis(url, { lazyConnect: true, connectTimeout: CONNECT_MS, retryStrategy: () => null });
  try {
    const failed = once(probe, "error").then(([error]) => Promise.reject(error as Error));
    await Promise.race([probe.connect().then(() => probe.ping()), failed, rejectAfter(CONNECT_MS)]);
  } finally {
    probe.on("error", () => undefined);
    probe.disconnect();
  }
}

/** Rejects with `timed out` after some time, which keeps no process alive. */
export function rejectAfter(ms: number): Promise<never> {
  return new Promise((_, reject) => setTimeout(() => reject(new Error("timed out")), ms).unref());
}

/** True for an error that passes when Redis is back, also when `openRedis` has put it into words. */
export function isConnectionError(error: unknown): boolean {
  const { message, code, cause } = (error ?? {}) as { message?: unknown; code?: unknown; cause?: unknown };
  if (cause !== undefined) return isConnectionError(cause);
  return (
    /^E(CONN|PIPE|TIMEDOUT|HOST|NOTFOUND|AI_AGAIN)/.test(String(code)) ||
    /timed out|timeout|Connection is closed|due to connection close|isn't writeable|ECONN|EPIPE|ETIMEDOUT|LOADING|MASTERDOWN|READONLY|CLUSTERDOWN|MISCONF/i.test(
      String(message),
    )
  );
}
