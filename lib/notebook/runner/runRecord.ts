import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { atomicWrite } from "../../files/atomicWrite";
import { projectRoot } from "../../files/projectRoot";
import { readNotebookText } from "../nbformat/readNotebook";

/** Which notebooks are still what a run without failures left, on this machine. Never part of a result. */
export interface RunRecord {
  /** True if the file, the library, the data and the versions are those of its last run. */
  isFresh(path: string): boolean;
  /** Call it after a run without failures, when the file is written. */
  remember(path: string): void;
}

/** What a notebook's outputs come from beside its own cells, in the project's folder. */
const SOURCES = ["lib/dist", "data", "config.yaml", "package-lock.json"];
/** Follows from the rest; of generated data its own record of seed and size stands for all. */
const FOLLOWS = [
  /^data\/runs$/,
  /^data\/generated\/.*\/(?!generator\.json$)[^/]*$/,
  /^lib\/dist\/.*\.(?:map|d\.ts|tsbuildinfo)$/,
];

function filesBelow(root: string, path: string): string[] {
  if (FOLLOWS.some((pattern) => pattern.test(path))) return [];
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path)).flatMap((name) => filesBelow(root, `${path}/${name}`));
}

function hashSources(root: string): string {
  const hash = createHash("sha256");
  const present = SOURCES.filter((path) => existsSync(join(root, path)));
  const files = present.flatMap((path) => filesBelow(root, path));
  for (const file of files.sort()) hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

/** A record that is missing or broken only costs a run. */
function readRecord(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  } catch {
    return {};
  }
}

/**
 * The record of runs with one setting (kernel, speed, seed), kept in the project's ignored folder `.seven-fixes`: a
 * fresh clone has none and runs everything.
 */
export function openRunRecord(setting: string, root: string = projectRoot()): RunRecord {
  const file = join(root, ".seven-fixes", "run-record.json");
  const known = readRecord(file);
  const sources = hashSources(root);
  const hashOf = (path: string): string =>
    createHash("sha256").update(`${sources}\n${setting}\n`).update(readNotebookText(path)).digest("hex");
  return {
    isFresh: (path) => known[path] === hashOf(path),
    remember(path) {
      known[path] = hashOf(path);
      const present = Object.entries(known).filter(([notebook]) => existsSync(notebook));
      atomicWrite(file, `${JSON.stringify(Object.fromEntries(present), undefined, 1)}\n`);
    },
  };
}
