import { renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { makeFolder } from "./makeFolder";

let writes = 0;

/**
 * Writes a file so that a reader sees the old content or the new, never a part: beside, then renamed.
 * Missing folders are made. Every write of the project goes through here. On failure (full disk,
 * read-only folder) the old file is untouched, the partial one removed, and the error names the path.
 */
export function atomicWrite(path: string, content: string | Uint8Array): void {
  const partial = join(dirname(path), `.${basename(path)}.${process.pid}-${writes++}.partial`);
  try {
    writeInto(dirname(path), partial, content);
    renameSync(partial, path);
  } catch (error) {
    removeIfThere(partial);
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `write ${path}: expected a writable place with room, got "${reason}"; free space or choose another folder`,
      { cause: error },
    );
  }
}

/** Asks for the folder only where it turns out to be missing: a data set has ten thousand files in a few folders. */
function writeInto(folder: string, path: string, content: string | Uint8Array): void {
  try {
    writeFileSync(path, content);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    makeFolder(folder);
    writeFileSync(path, content);
  }
}

/** What kept a file from being written may keep it from being removed: the first reason is the one to tell. */
function removeIfThere(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // there is nothing of it, or nothing that can be done about it
  }
}
