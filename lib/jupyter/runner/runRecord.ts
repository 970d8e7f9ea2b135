import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { atomicWrite } from "../../files/atomicWrite";
import { projectRoot } from "../../files/projectRoot";
import { parseNotebook, readNotebookText } from "../nbformat/readNotebook";
import { fingerprint, shortHash } from "./fingerprint";
import { asOutputRecord, outputRecord, type OutputRecord } from "./outputRecord";

/** Which notebooks are still what a run without failures left, on this machine. Never part of a result. */
export interface RunRecord {
  /** True if the file, the library, the data and the versions are those of its last run. */
  isFresh(path: string): boolean;
  /** What the outputs of its last run in this setting were made from, undefined when there was none. */
  made(path: string): OutputRecord | undefined;
  /** Call it after a run without failures, when the file is written. */
  remember(path: string): void;
}

/** What is kept of a notebook's last run. */
interface LastRun {
  /** Hash of all that decides whether it has to run again. */
  readonly state: string;
  readonly setting: string;
  readonly made: unknown;
}

/** A record that is missing or broken only costs a run. */
function readRecord(file: string): Record<string, Partial<LastRun>> {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, Partial<LastRun>>;
  } catch {
    return {};
  }
}

/**
 * The record of runs with one setting (`runSetting`), kept in the project's ignored folder `.seven-fixes`: a
 * fresh clone has none and runs everything.
 */
export function openRunRecord(setting: string, root: string = projectRoot()): RunRecord {
  const file = join(root, ".seven-fixes", "run-record.json");
  const known = readRecord(file);
  const sources = fingerprint(root);
  const stateOf = (text: string): string => shortHash([JSON.stringify(sources), setting, text].join("\n"));
  return {
    isFresh: (path) => known[path]?.state === stateOf(readNotebookText(path)),
    made(path) {
      const last = known[path];
      return last?.setting === setting ? asOutputRecord(last.made) : undefined;
    },
    remember(path) {
      const text = readNotebookText(path);
      const made = outputRecord(parseNotebook(text, path), sources);
      known[path] = { state: stateOf(text), setting, made } satisfies LastRun;
      const present = Object.entries(known).filter(([notebook]) => existsSync(notebook));
      atomicWrite(file, `${JSON.stringify(Object.fromEntries(present), undefined, 1)}\n`);
    },
  };
}
