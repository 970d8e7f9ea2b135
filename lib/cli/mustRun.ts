import { spawnSync } from "node:child_process";

/** What a program is run for, for the error: `<who>: expected to <what>, got …; <remedy>`. */
export interface Purpose {
  readonly who: string;
  readonly what: string;
  readonly remedy: string;
}

/** Runs a program to its end with its output shown. Error: any exit but 0. */
export function mustRun(command: string, args: readonly string[], { who, what, remedy }: Purpose): void {
  const { status, signal, error } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (status === 0) return;
  const got = error?.message ?? signal ?? `exit code ${String(status)}`;
  throw new Error(`${who}: expected to ${what}, got ${got}; ${remedy}`);
}
