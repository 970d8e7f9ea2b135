import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { atomicWrite } from "../files/atomicWrite";
import { projectRoot } from "../files/projectRoot";
import { type TrainingConfig } from "../training/config";
import { runFromJson, runToJson, type Run } from "../training/run";

/**
 * The folders of lib whose code decides a run's numbers; what generator and audit make is in the data's hash, and what
 * judges runs (math/effects) decides none.
 */
const NUMERIC = ["backend", "dataset", "geometry", "math", "model", "steps", "training"];
const NOT_NUMERIC = /^(audit|effects)[\\/]/;

let codeHash: string | undefined;

/** Hash of the numeric folders' files, so that runs of other code are never taken for runs of this one. */
export function numericCodeHash(): string {
  return (codeHash ??= hashFolders(join(__dirname, "..")));
}

function hashFolders(lib: string): string {
  const hash = createHash("sha256");
  for (const folder of NUMERIC) {
    const files = readdirSync(join(lib, folder), { recursive: true, encoding: "utf8" });
    for (const file of files
      .filter((name) => /\.(js|ts|wasm)$/.test(name) && !name.endsWith(".d.ts") && !NOT_NUMERIC.test(name))
      .sort()) {
      hash.update(`${folder}/${file}\n`).update(readFileSync(join(lib, folder, file)));
    }
  }
  return hash.digest("hex");
}

/** Where runs are kept, and under which names. */
export interface RunStore {
  readonly folder: string;
  /** The run of this config on this data by this code, if it is kept and whole. */
  readonly read: (config: TrainingConfig, dataHash: string) => Run | undefined;
  readonly write: (run: Run) => void;
}

/** A store in a folder, default data/runs. A damaged entry counts as absent and is computed again. */
export function runStore(folder = join(projectRoot(), "data", "runs")): RunStore {
  const pathOf = (config: TrainingConfig, dataHash: string): string =>
    join(folder, `${runKey(config, dataHash)}.json`);
  return {
    folder,
    read: (config, dataHash) => {
      const path = pathOf(config, dataHash);
      if (!existsSync(path)) return undefined;
      try {
        const run = runFromJson(readFileSync(path, "utf8"));
        return run.end === "interrupted" ? undefined : run;
      } catch {
        return undefined;
      }
    },
    write: (run) => atomicWrite(pathOf(run.config, run.data.hash), runToJson(run)),
  };
}

/** The name of a run: a hash of its config (whatever the order of fields), data and numeric code. */
export function runKey(config: TrainingConfig, dataHash: string): string {
  const sorted = Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([sorted, dataHash, numericCodeHash()]))
    .digest("hex")
    .slice(0, 24);
}
