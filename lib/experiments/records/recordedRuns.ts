import { type Speed } from "../../training/config";
import { numericCodeHash } from "../codeHash";
import { type Job, type Recorded } from "../runJobs";
import { readManifest, readPack, type Manifest } from "./recordFiles";
import { readRecord, recordKey, runOf, type RunRecord } from "./runRecord";

/** The runs on record at one speed, made by the code that runs now. */
export interface RecordedRuns {
  /** Undefined where none could be used. */
  readonly manifest: Manifest | undefined;
  /** The record of this name; undefined when there is none, or none that can be used, which is then told. */
  readonly record: (key: string) => RunRecord | undefined;
  /** The run of a job, if its record holds as much as the job wants. */
  readonly of: (job: Job) => Recorded | undefined;
}

export interface RecordedOptions {
  /** Default data/results of the project. */
  readonly folder?: string;
  /** The code whose records are wanted. Default the one that runs now. */
  readonly code?: string;
  /** Told once of each fault, in one line. Default: stderr. */
  readonly log?: (line: string) => void;
}

/**
 * Opens the records of a speed; packs are read when a run of theirs is asked for. What is cut, altered, of another
 * format or of other code is told and not used: the run is made instead.
 */
export function recordedRuns(speed: Speed, options: RecordedOptions = {}): RecordedRuns {
  const { folder, code = numericCodeHash(), log = (line) => console.error(line) } = options;
  const said = new Set<string>();
  const refuse = (what: string, why: string): void => {
    const line = `${what}: ${why}; made here instead`;
    if (!said.has(line)) log(line);
    said.add(line);
  };
  const manifest = usable(speed, { folder, code, refuse });
  const packs = new Map<string, Map<string, string>>();
  const packOf = (name: string): Map<string, string> => {
    const known = packs.get(name) ?? tried(() => readPack(speed, name, folder), new Map<string, string>());
    packs.set(name, known);
    return known;
  };
  const record = (key: string): RunRecord | undefined => {
    const entry = manifest?.records[key];
    if (entry === undefined) return undefined;
    try {
      return whole(key, packOf(entry.pack).get(entry.digest));
    } catch (error) {
      refuse(`recorded run at ${speed}, ${entry.run}`, messageOf(error));
      return undefined;
    }
  };
  return { manifest, record, of: (job) => recordedOf(job, record) };
}

/** The record in a text. Throws on a text that is not there, and on a record of another name. */
function whole(key: string, text: string | undefined): RunRecord {
  if (text === undefined)
    throw new Error("expected the record that the manifest names, got none or an altered one");
  const found = readRecord(text);
  if (recordKey(found.run.config, found.data) === key) return found;
  throw new Error("expected its settings and data, got another run's");
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function recordedOf(
  { config, identity, closeUp = false, detailed = closeUp }: Job,
  record: RecordedRuns["record"],
): Recorded | undefined {
  const found = identity === undefined ? undefined : record(recordKey(config, identity));
  if (found === undefined || (detailed && found.detail !== "full")) return undefined;
  if (closeUp && found.run.closeUp === undefined) return undefined;
  const { noiseFloor } = found;
  return { run: runOf(found), ...(noiseFloor === undefined ? {} : { noiseFloor }) };
}

interface Wanted {
  readonly folder: string | undefined;
  readonly code: string;
  readonly refuse: (what: string, why: string) => void;
}

/** The manifest, unless its records are of no use here. */
function usable(speed: Speed, { folder, code, refuse }: Wanted): Manifest | undefined {
  const what = `recorded runs at ${speed}`;
  try {
    const manifest = readManifest(speed, folder);
    if (manifest === undefined || manifest.code === code) return manifest;
    refuse(what, "made by other code (results --adopt keeps them where no number moved)");
  } catch (error) {
    refuse(what, messageOf(error));
  }
  return undefined;
}

function tried<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise; // each of its records is then told to be missing
  }
}
