import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { atomicWrite } from "../files/atomicWrite";
import { projectRoot } from "../files/projectRoot";
import { type TrainingConfig } from "../training/config";
import { runFromJson, runToJson, type Run } from "../training/run";
import { numericCodeHash } from "./codeHash";

/** Where runs are kept on this machine, and under which names (`runKey`). */
export interface RunStore {
  readonly folder: string;
  /** The run of this name, if it is kept and whole. */
  readonly read: (key: string) => Run | undefined;
  readonly write: (key: string, run: Run) => void;
}

/** A store in a folder, default data/runs. A damaged entry counts as absent and is computed again. */
export function runStore(folder = join(projectRoot(), "data", "runs")): RunStore {
  const pathOf = (key: string): string => join(folder, `${key}.json`);
  return {
    folder,
    read: (key) => {
      const path = pathOf(key);
      if (!existsSync(path)) return undefined;
      try {
        const run = runFromJson(readFileSync(path, "utf8"));
        return run.end === "interrupted" ? undefined : run;
      } catch {
        return undefined;
      }
    },
    write: (key, run) => atomicWrite(pathOf(key), runToJson(run)),
  };
}

/** The name of a run: a hash of its config (whatever the order of fields), its data and the numeric code. */
export function runKey(config: TrainingConfig, data: string): string {
  return settingsKey(config, data, numericCodeHash());
}

/** A hash of settings (whatever the order of fields), of what is known of the data, and of more. */
export function settingsKey(config: TrainingConfig, ...others: readonly string[]): string {
  const sorted = Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify([sorted, ...others]))
    .digest("hex")
    .slice(0, 24);
}
