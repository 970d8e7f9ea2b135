import { existsSync, linkSync, readFileSync, rmSync } from "node:fs";
import { atomicWrite } from "../files/atomicWrite";
import { sleep } from "../task/sleep";

const POLL_SECONDS = 0.25;

/**
 * Runs `work` while this process holds the lock file, so that of several processes one works and the others
 * wait for it; `onWait` is told the holder's process id, once. The lock of a process that is gone is taken over.
 * Stop ends the wait with an `InterruptedError`.
 */
export async function oneMaker<T>(
  lock: string,
  work: () => Promise<T>,
  onWait: (pid: number) => void = () => undefined,
): Promise<T> {
  let told = false;
  while (!take(lock)) {
    const pid = holderOf(lock);
    if (pid === undefined) continue; // it was given back just now
    if (!isAlive(pid)) rmSync(lock, { force: true });
    else {
      if (!told) onWait(pid);
      told = true;
      await sleep(POLL_SECONDS);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Whether a process with this id runs, ours or somebody else's. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

let tries = 0;

/** A hard link either appears whole, process id and all, or fails because there is one. */
function take(lock: string): boolean {
  const mine = `${lock}.${process.pid}-${tries++}`;
  atomicWrite(mine, String(process.pid));
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (existsSync(lock) || (error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(mine, { force: true });
  }
}

function holderOf(lock: string): number | undefined {
  try {
    return Number(readFileSync(lock, "utf8"));
  } catch {
    return undefined;
  }
}
