import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";

/** Raised whenever reading, shrinking or cutting pictures changes, so that nothing kept is used again. */
export const PREPROCESSING = 2;

/** Hashes of this process's pictures, by path, size and time of the last change. */
const known = new Map<string, { readonly state: string; readonly hash: Buffer }>();

/** SHA-256 of a picture file's bytes; of the word "none" where there is no picture. Errors: a file that is missing. */
export function pictureHash(path: string | undefined): Buffer | string {
  if (path === undefined) return "none";
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    throw new Error(`picture: expected a file at ${path}, got none; restore the data set`);
  const state = `${found.size} ${found.mtimeMs} ${found.ino}`;
  const before = known.get(path);
  if (before?.state === state) return before.hash;
  const hash = createHash("sha256").update(readFileSync(path)).digest();
  known.set(path, { state, hash });
  return hash;
}
