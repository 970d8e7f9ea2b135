import type { Speed } from "../../training/config";
import { settings } from "../../lessons/settings";
import type { KernelName } from "./kernelProcess";

/** What decides the outputs of one run beside the files of the project. */
export interface RunChoice {
  readonly kernel?: KernelName;
  readonly speed?: Speed;
}

/** Variables of the environment that change what cells compute, beside those for speed and seed. */
const VARIABLES = ["SEVEN_FIXES_SWAP_LABELS", "SEVEN_FIXES_BACKEND", "FREEZE_BACKBONE"];

/**
 * One line on how a run is made: kernel, speed, seed, and what the environment changes. Errors: as `settings`.
 */
export function runSetting(
  { kernel = "seven-fixes", speed }: RunChoice,
  env: NodeJS.ProcessEnv = process.env,
): string {
  const chosen = settings(env);
  const set = VARIABLES.flatMap((name) => (env[name] === undefined ? [] : [`${name}=${env[name]}`]));
  return [kernel, speed ?? chosen.speed, String(chosen.seed), ...set].join(" ");
}

/** True for a run as config.yaml says, by our own kernel: only of such a run notebooks carry a record. */
export const isPlainRun = (choice: RunChoice): boolean => runSetting(choice) === runSetting({}, {});
