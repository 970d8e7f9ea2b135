import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { atomicWrite } from "../../files/atomicWrite";
import { projectRoot } from "../../files/projectRoot";

/** Seconds that runs took on this machine, for the next estimate. Never part of a result. */
export interface Durations {
  expected(path: string): number | undefined;
  remember(path: string, seconds: number): void;
}

/** The durations of runs at one speed, kept in the project's ignored folder `.seven-fixes`. */
export function openDurations(
  speed: string,
  file: string = join(projectRoot(), ".seven-fixes", "durations.json"),
): Durations {
  const known = readDurations(file);
  const key = (path: string): string => `${basename(path)} ${speed}`;
  return {
    expected: (path) => known[key(path)],
    remember(path, seconds) {
      known[key(path)] = Math.round(seconds * 10) / 10;
      atomicWrite(file, `${JSON.stringify(known, undefined, 1)}\n`);
    },
  };
}

/** A file that is missing or broken only costs the estimate. */
function readDurations(file: string): Record<string, number> {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, number>;
  } catch {
    return {};
  }
}
