import { type Speed } from "../../training/config";
import { numericCodeHash } from "../codeHash";
import { versions } from "../engines/canary";
import { type JobResult } from "../runJobs";
import { readManifest, writeRecords, type KeptRecord } from "./recordFiles";
import { recordKey, recordText, without } from "./runRecord";

/** Where records are kept, and the time that their manifest tells. */
export interface KeepOptions {
  /** Default data/results of the project. */
  readonly folder?: string;
  readonly now?: Date;
}

/**
 * Puts the runs of a speed on record in place of those that are, with this code's hash and this machine in the
 * manifest. A run that is the same keeps its bytes. Throws when nothing tells what a run's data are.
 */
export function keepRecords(
  results: readonly JobResult[],
  speed: Speed,
  { folder, now = new Date() }: KeepOptions = {},
): void {
  const before = readManifest(speed, folder)?.records ?? {};
  const records = new Map<string, KeptRecord>();
  const detailedFirst = [...results].sort(
    (a, b) => Number(b.detailed ?? false) - Number(a.detailed ?? false),
  );
  for (const result of detailedFirst) {
    const record = keptRecord(result);
    if (records.has(record.key)) continue; // two experiments with the same settings
    const seconds = result.run.seconds > 0 ? round(result.run.seconds) : (before[record.key]?.seconds ?? 0);
    records.set(record.key, { ...record, seconds });
  }
  const inOrder = [...records.values()].sort((a, b) => (a.run < b.run ? -1 : 1));
  const about = { speed, code: numericCodeHash(), made: now.toISOString().slice(0, 10), where: versions() };
  writeRecords(about, inOrder, folder);
}

function keptRecord({
  name,
  config,
  identity,
  detailed = false,
  closeUp = false,
  noiseFloor,
  run,
}: JobResult): KeptRecord {
  if (identity === undefined)
    throw new Error(
      `record of ${name}: expected to be told what its data are, got nothing; set its identity`,
    );
  const detail = detailed ? "full" : "short";
  const floor = noiseFloor === undefined ? {} : { noiseFloor };
  return {
    key: recordKey(config, identity),
    text: recordText({ name, data: identity, detail, ...floor }, closeUp ? run : without(run, ["closeUp"])),
    run: `${name}, ${config.labels}, seed ${config.seed}`,
    pack: `${name}.${config.labels}`,
    detail,
    fineTuned: !config.freezeBackbone,
    seconds: 0,
  };
}

const round = (seconds: number): number => Math.round(seconds * 100) / 100;
