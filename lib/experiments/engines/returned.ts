import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Job } from "bullmq";
import { atomicWrite } from "../../files/atomicWrite";
import { hashOf, packRun, unpackRun, type WireResult, type WireTask } from "./wire";

/** How a result travels: as it is, or as a file of the shared store whose hash is told. */
export type Returned =
  WireResult | { readonly kind: "stored"; readonly where: string; readonly hash: string };

/** What a worker hands to the queue: the run, or where it has put it in the shared store. */
export function toReturn(result: WireResult, key: string, store: string | undefined): Returned {
  if (result.kind !== "made" || store === undefined) return result;
  const text = unpackRun(result.run);
  atomicWrite(join(store, `${key}.json`), text);
  return { kind: "stored", where: result.where, hash: hashOf(text) };
}

/** What a finished job of the queue says. Throws when the shared store does not hold the run it tells of. */
export function resultOf(
  { data, failedReason, returnvalue, attemptsStarted }: Job,
  store: string | undefined,
): WireResult {
  const attempts = Math.max(1, attemptsStarted);
  if (failedReason === "job stalled more than allowable limit") return { kind: "lost", attempts };
  if (failedReason) return { kind: "failed", where: "a worker", message: failedReason, attempts };
  const returned = returnvalue as Returned;
  if (returned.kind !== "stored") return returned;
  const path = join(store ?? "", `${(data as WireTask).key}.json`);
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (hashOf(text) === returned.hash) return { kind: "made", where: returned.where, run: packRun(text) };
  throw new Error(
    `${path}: expected the file that ${returned.where} wrote, got ${text === "" ? "none" : "another"}; give all machines the same ?store= folder`,
  );
}

/** Writes a file that carries its hash as name, unless it is there whole. */
export async function putFile(path: string, name: string, bytes: Uint8Array): Promise<void> {
  if ((await getFile(path).then((found) => found && hashOf(found))) !== name) atomicWrite(path, bytes);
}

/** A file's bytes, undefined when it is not there. */
export const getFile = (path: string): Promise<Uint8Array | undefined> =>
  Promise.resolve(existsSync(path) ? readFileSync(path) : undefined);
