import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { atomicWrite } from "../files/atomicWrite";
import { makeFolder } from "../files/makeFolder";
import { isAlive } from "../dataset/oneMaker";
import { type PromptState } from "../dataset/prompt";
import { datasetIdentity, type DatasetIdentity, type DatasetLayout } from "./datasetOptions";
import { type InfoRecord } from "./datasetLayout";
import { type DatasetSize } from "./datasetSize";
import { NOISE_FLOOR } from "./noiseFloor";
import { writeRecordings } from "./recordingPool";
import { type RecordingInfo } from "./writeRecording";

/** What to generate. Everything but `workers`, `force` and `onProgress` decides the bytes. */
export interface GenerateOptions {
  /** Default small. */
  readonly size?: DatasetSize;
  /** Default 1. */
  readonly seed?: number;
  /** Default dair-v2x-c. */
  readonly layout?: DatasetLayout;
  /** What the prompt tells of the ego; default motion. */
  readonly promptState?: PromptState;
  /** Threads; default all cores (none for mini). The bytes are the same for any number. */
  readonly workers?: number;
  /** Replace a folder that holds something else. */
  readonly force?: boolean;
  /** Told after every recording. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The file whose presence says that a generated tree is whole, and which one it is. */
export const MANIFEST = "generator.json";

const FORMAT = 4;

/**
 * Writes a generated data set: the files of its layout, its noise floor and the manifest. It grows in a folder beside
 * and is renamed when whole, so an interrupted run leaves nothing that looks complete; what a killed one left beside
 * is removed by the next. Returns whether it was made (false: the same data set was there). Pictures exist for paired frames only.
 * Errors: an unknown option, a folder with other content and no `force`, a disk that is full.
 */
export async function generateDataset(folder: string, options: GenerateOptions = {}): Promise<boolean> {
  const identity = datasetIdentity(options);
  const target = resolve(folder);
  if (isGenerated(target, identity)) return false;
  refuseOtherContent(target, options.force === true);
  const { workers = identity.size === "mini" ? 0 : availableParallelism(), onProgress } = options;
  const partial = join(dirname(target), `.${basename(target)}.${process.pid}.partial`);
  makeNewFolder(partial);
  removeLeftovers(target);
  try {
    const written = await writeRecordings({ folder: partial, identity }, { workers, onProgress });
    writeIndex(partial, written.infos);
    atomicWrite(join(partial, NOISE_FLOOR), written.noiseFloor);
    atomicWrite(join(partial, MANIFEST), manifest(identity));
    rmSync(target, { recursive: true, force: true });
    renameSync(partial, target);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return true;
}

/** A folder that was not there. */
function makeNewFolder(folder: string): void {
  try {
    makeFolder(dirname(folder));
    mkdirSync(folder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `generate: expected to make a folder in ${dirname(folder)}, got "${reason}"; choose a writable place`,
      { cause: error },
    );
  }
}

/** Parts of this set that killed processes left beside its place. */
function removeLeftovers(target: string): void {
  const place = dirname(target);
  for (const name of readdirSync(place)) {
    const [, of, pid] = /^\.(.+)\.(\d+)\.partial$/.exec(name) ?? [];
    if (of === basename(target) && !isAlive(Number(pid)))
      rmSync(join(place, name), { recursive: true, force: true });
  }
}

function manifest(identity: DatasetIdentity): string {
  return `${JSON.stringify({ generator: "seven-fixes", format: FORMAT, ...identity }, null, 2)}\n`;
}

/** Whether the folder holds exactly this data set, whole. */
function isGenerated(folder: string, identity: DatasetIdentity): boolean {
  const file = join(folder, MANIFEST);
  return existsSync(file) && readFileSync(file, "utf8") === manifest(identity);
}

function refuseOtherContent(folder: string, force: boolean): void {
  if (force || !existsSync(folder)) return;
  if (!statSync(folder).isDirectory())
    throw new Error(`generate ${folder}: expected a folder, got a file; choose another name`);
  const count = readdirSync(folder).length;
  if (count > 0)
    throw new Error(
      `generate ${folder}: expected an empty or new folder, got ${count} entries; choose another or pass --force`,
    );
}

function writeIndex(folder: string, infos: readonly RecordingInfo[]): void {
  const write = (side: keyof RecordingInfo, path: string): void => {
    const records: readonly InfoRecord[] = infos.flatMap((info) => info[side]);
    const byFile = [...records].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    atomicWrite(
      join(folder, path, "data_info.json"),
      `[\n${byFile.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`,
    );
  };
  write("vehicle", "vehicle-side");
  write("infrastructure", "infrastructure-side");
  write("cooperative", "cooperative");
}
