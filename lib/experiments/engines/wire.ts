import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import { gunzipSync, gzipSync } from "node:zlib";
import { type TrainingConfig } from "../../training/config";
import { type PlainData } from "../../training/plainData";
import { type RunTask } from "./runEngine";

/** A task as it travels: small, with the data by name. */
export interface WireTask {
  readonly format: 1;
  readonly id: string;
  readonly key: string;
  readonly config: TrainingConfig;
  /** The data's own hash, and that of the file they travel in. */
  readonly data: { readonly hash: string; readonly file: string };
  /** Hash of the code that decides a run's numbers. */
  readonly code: string;
  readonly cost: number;
  readonly closeUp: boolean;
  readonly stopAfter?: number;
  readonly avoid?: string;
}

/** What comes of a task; `run` is JSON text, packed. */
export type WireResult =
  | { readonly kind: "made"; readonly where: string; readonly run: string }
  | { readonly kind: "failed"; readonly where: string; readonly message: string; readonly attempts: number }
  /** Its workers died of it, or with it. */
  | { readonly kind: "lost"; readonly attempts: number };

/** Data as the bytes of a file, and their hash. */
export interface DataFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A task for the way; its data travel once, as `file`. */
export function toWire(
  { id, key, config, data, cost, closeUp = false, stopAfter, avoid }: RunTask,
  file: string,
  code: string,
): WireTask {
  return {
    ...{ format: 1, id, key, config, data: { hash: data.hash, file }, code, cost, closeUp },
    ...(stopAfter === undefined ? {} : { stopAfter }),
    ...(avoid === undefined ? {} : { avoid }),
  };
}

/** SHA-256, 64 digits. */
export function hashOf(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Everything a run reads as one file, named by the hash of its bytes. */
export function packData(data: PlainData): DataFile {
  const bytes = gzipSync(serialize(data), { level: 1 });
  return { name: hashOf(bytes), bytes };
}

/** The data of `packData`, in memory that threads share. Throws when a byte differs from what the name says. */
export function unpackData(name: string, bytes: Uint8Array): PlainData {
  const found = hashOf(bytes);
  if (found !== name) {
    throw new Error(
      `data: expected bytes of hash ${name.slice(0, 12)}, got ${found.slice(0, 12)}; the copy is damaged, remove it`,
    );
  }
  return shared(deserialize(gunzipSync(bytes))) as PlainData;
}

/** The same value with its arrays of numbers in shared memory. */
function shared(value: unknown): unknown {
  if (value instanceof Float32Array) return inShared(value, new Float32Array(room(value)));
  if (value instanceof Uint8Array) return inShared(value, new Uint8Array(room(value)));
  if (Array.isArray(value)) return value.map(shared);
  if (value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value as object).map(([name, part]) => [name, shared(part)]));
}

const room = ({ byteLength }: ArrayBufferView): SharedArrayBuffer => new SharedArrayBuffer(byteLength);

function inShared<T extends Float32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** A run's JSON text for the way, about a fifth of its size. */
export function packRun(json: string): string {
  return gzipSync(json).toString("base64");
}

/** The text of `packRun`. */
export function unpackRun(packed: string): string {
  return gunzipSync(Buffer.from(packed, "base64")).toString("utf8");
}
