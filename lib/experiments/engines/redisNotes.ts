import type { Redis } from "ioredis";
import { noteMs } from "./place";

/** Bytes of one piece: no command takes long. */
const PIECE = 2 ** 20;
const KEPT_SECONDS = 24 * 3600;

/** What coordinators and workers say of themselves, and data, beside the queue; times are the server's. */
export function redisNotes(prefix: string, lease: number) {
  const dataKey = (name: string): string => `${prefix}:data:${name}`;
  const now = async (redis: Redis): Promise<number> => Number((await redis.time())[0]);
  return {
    write: async (redis: Redis, list: string, name: string, note: object): Promise<void> => {
      await redis.hset(`${prefix}:${list}`, name, JSON.stringify({ note, seen: await now(redis) }));
      await redis.expire(`${prefix}:${list}`, KEPT_SECONDS);
    },
    remove: async (redis: Redis, list: string, name: string): Promise<void> => {
      await redis.hdel(`${prefix}:${list}`, name);
    },
    /** The notes of those who were heard of lately; others are taken off the list. */
    recent: async (redis: Redis, list: string): Promise<unknown[]> => {
      const time = await now(redis);
      const found: unknown[] = [];
      for (const [name, text] of Object.entries(await redis.hgetall(`${prefix}:${list}`))) {
        const { note, seen } = JSON.parse(text) as { readonly note: object; readonly seen: number };
        if (1000 * (time - seen) <= noteMs(note, lease)) found.push(note);
        else await redis.hdel(`${prefix}:${list}`, name);
      }
      return found;
    },
    /** Bytes under a name, whole or not at all. */
    putBytes: async (redis: Redis, name: string, bytes: Uint8Array): Promise<void> => {
      const half = `${dataKey(name)}:${process.pid}`;
      await redis.del(half);
      for (let from = 0; from < bytes.length; from += PIECE)
        await redis.rpush(half, Buffer.from(bytes.subarray(from, from + PIECE)));
      await redis.expire(half, KEPT_SECONDS);
      await redis.rename(half, dataKey(name));
    },
    getBytes: async (redis: Redis, name: string): Promise<Uint8Array | undefined> => {
      const pieces: Buffer[] = [];
      const count = await redis.llen(dataKey(name));
      for (let i = 0; i < count; i++) pieces.push(...(await redis.lrangeBuffer(dataKey(name), i, i)));
      return count === 0 ? undefined : Buffer.concat(pieces);
    },
  };
}
