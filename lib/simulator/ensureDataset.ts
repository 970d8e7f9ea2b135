import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { atomicWrite } from "../files/atomicWrite";
import { projectRoot } from "../files/projectRoot";
import { startProgress, type Progress } from "../task/progress";
import { oneMaker } from "../dataset/oneMaker";
import { dataSeed } from "./dataSeed";
import { datasetIdentity, type DatasetIdentity } from "./datasetOptions";
import { extentOf, type DatasetSize } from "./datasetSize";
import { generateDataset, MANIFEST, type GenerateOptions } from "./generateDataset";

/** Which data set is wanted (seed: by default that of the session, `dataSeed`), and who is told about its making. */
export interface EnsureOptions extends Omit<GenerateOptions, "force" | "onProgress"> {
  /** Folder of all generated sets; default data/generated of the project. */
  readonly home?: string;
  /** Told in one line what is made and why, or who is waited for. Default: stderr. */
  readonly log?: (line: string) => void;
}

/** The file beside the manifest that says which version of the generator made the set. */
const VERSION = "generator-version.txt";

/**
 * The folder of a generated data set, data/generated/<size>; made first where it is missing, with a progress line.
 * One that another version of the generator made is made anew, after one line that says so. Of several processes
 * that want it one makes it and the others wait. Stop leaves nothing that looks whole.
 */
export async function ensureDataset(options: EnsureOptions = {}): Promise<string> {
  const { home = join(projectRoot(), "data", "generated"), log = (line) => console.error(line) } = options;
  const identity = datasetIdentity({ seed: dataSeed(), ...options });
  const folder = join(home, nameOf(identity));
  const version = generatorVersion(identity.size);
  if (versionOf(folder) === version) return folder;
  const make = async (): Promise<string> => {
    if (versionOf(folder) === version) return folder; // the one waited for has made it
    if (existsSync(join(folder, MANIFEST))) {
      log(`${shown(folder)} was made by another version of the generator: making it anew`);
      rmSync(folder, { recursive: true });
    }
    await makeWithProgress(folder, { ...options, ...identity });
    atomicWrite(join(folder, VERSION), version);
    return folder;
  };
  const lock = join(home, `.${basename(folder)}.lock`);
  return oneMaker(lock, make, (pid) =>
    log(`waiting for process ${pid}, which makes ${shown(folder)} (if it does not, remove ${shown(lock)})`),
  );
}

/** Name and generator version of the set that `ensureDataset` would give: what decides its every byte, told without it. */
export function datasetVersion(
  options: Pick<EnsureOptions, "size" | "seed" | "layout" | "promptState">,
): string {
  const identity = datasetIdentity({ seed: dataSeed(), ...options });
  return `${nameOf(identity)} ${generatorVersion(identity.size)}`;
}

async function makeWithProgress(folder: string, options: EnsureOptions): Promise<void> {
  let progress: Progress | undefined;
  let end = `${shown(folder)}: not made`;
  const start = performance.now();
  try {
    await generateDataset(folder, {
      ...options,
      onProgress: (done, total) => {
        progress ??= startProgress(`making ${shown(folder)}, once: recordings`, total);
        progress.update(done);
      },
    });
    end = `made ${shown(folder)} in ${((performance.now() - start) / 1000).toFixed(0)} s`;
  } finally {
    progress?.end(end);
  }
}

/** The size, then whatever is not as by default: small, small-seed-2, mini-v2x-seq-spd. */
function nameOf({ size, seed, layout, promptState }: DatasetIdentity): string {
  return [
    size,
    ...(seed === 1 ? [] : [`seed-${seed}`]),
    ...(layout === "dair-v2x-c" ? [] : [layout]),
    ...(promptState === "motion" ? [] : [promptState]),
  ].join("-");
}

/**
 * A fingerprint of what the generator writes: its committed sample data/mini, which a test holds equal to the
 * generator's output byte for byte, and the extent of the size. It stands still when only the code's looks change.
 */
function generatorVersion(size: DatasetSize): string {
  const mini = join(projectRoot(), "data", "mini");
  if (!existsSync(mini)) {
    throw new Error(
      `${shown(mini)}: expected the committed sample of the generator, got no folder; restore it from git`,
    );
  }
  const files = readdirSync(mini, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(mini, join(entry.parentPath, entry.name)));
  const hash = createHash("sha256").update(JSON.stringify(extentOf(size)));
  for (const file of files.sort()) hash.update(file).update(readFileSync(join(mini, file)));
  return hash.digest("hex").slice(0, 24);
}

function versionOf(folder: string): string | undefined {
  const file = join(folder, VERSION);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** The folder as a reader knows it: inside the project, without the project's own place. */
function shown(path: string): string {
  const short = relative(projectRoot(), path);
  return short.startsWith("..") ? path : short;
}
