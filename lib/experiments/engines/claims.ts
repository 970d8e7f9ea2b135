import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { makeFolder } from "../../files/makeFolder";

/**
 * Creates a file that says whose it is; false when it is there already. This and `renew` are the only writes of the
 * project that are not `atomicWrite`'s: that they fail when another was first is what they are for.
 */
export function claim(path: string, owner: string): boolean {
  try {
    return write(path, "wx", owner);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Writes the owner's name anew, so that the file's time is now. False when it is no longer the owner's. */
export function renew(path: string, owner: string): boolean {
  return claimedBy(path) === owner && isThere(() => write(path, "r+", owner)) !== undefined;
}

/** Who made a claim; undefined when nobody has. */
export function claimedBy(path: string): string | undefined {
  return isThere(() => readFileSync(path, "utf8"));
}

/** Moves a claim away; of several who try one succeeds. */
export function takeAway(path: string, to: string): boolean {
  return isThere(() => (renameSync(path, to), true)) ?? false;
}

/** What `read` gives, or undefined when its file is not there. */
export function isThere<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function write(path: string, flags: string, text: string): true {
  const file = openSync(path, flags);
  try {
    writeSync(file, text, 0);
  } finally {
    closeSync(file);
  }
  return true;
}

/** Throws one line when claims cannot work in a folder: it cannot be written, or lets two create the same file. */
export function checkFolder(folder: string, create: typeof claim = claim): void {
  const probe = join(folder, `.probe-${hostname()}-${process.pid}`);
  let second: boolean;
  try {
    makeFolder(folder);
    rmSync(probe, { force: true });
    create(probe, "first");
    second = create(probe, "second");
    renameSync(probe, `${probe}-renamed`);
    rmSync(`${probe}-renamed`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `--engine: folder ${folder}: expected one that can be written, got "${reason}"; free space or name another`,
      { cause: error },
    );
  }
  if (second) {
    throw new Error(
      `--engine: folder ${folder}: expected a file system where only one can create a file, got one that lets two; use NFS 3 or newer, Lustre or a local disk, or redis://`,
    );
  }
}
