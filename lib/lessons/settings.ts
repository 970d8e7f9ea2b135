import { dataSeed } from "../simulator/dataSeed";
import { SPEEDS, type Speed } from "../training/config";
import { loadSettings } from "../training/loadConfig";

/** What a reader changes in one place for all notebooks. */
export interface NotebookSettings {
  /** How much is computed: fast, laptop or full. */
  readonly speed: Speed;
  /** Everything random follows from it. */
  readonly seed: number;
  /** Which generated town the data sets come from. */
  readonly dataSeed: number;
  /** The two label sets change places, to see that every claim about them then fails. */
  readonly swapLabels: boolean;
}

/**
 * Speed and seed of this session: `SEVEN_FIXES_SPEED` and `SEVEN_FIXES_SEED` where set, else those of
 * config.yaml; `SEVEN_FIXES_SWAP_LABELS` set to 1 swaps the label sets,
 * `SEVEN_FIXES_DATA_SEED` takes another town. Throws on an unknown speed and on a seed that is no whole number from 0 to 2^32 − 1.
 */
export function settings(env: NodeJS.ProcessEnv = process.env, configFile?: string): NotebookSettings {
  const { speed = "laptop", seed = 1 } = loadSettings(configFile);
  return {
    speed: requireSpeed(env["SEVEN_FIXES_SPEED"] ?? speed),
    seed: requireSeed(env["SEVEN_FIXES_SEED"] ?? String(seed)),
    dataSeed: dataSeed(env),
    swapLabels: env["SEVEN_FIXES_SWAP_LABELS"] === "1",
  };
}

function requireSpeed(speed: string): Speed {
  const known = SPEEDS.find((one) => one === speed);
  if (known !== undefined) return known;
  throw new Error(`SEVEN_FIXES_SPEED: expected fast, laptop or full, got "${speed}"; correct or unset it`);
}

function requireSeed(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && seed < 2 ** 32) return seed;
  throw new Error(`SEVEN_FIXES_SEED: expected a whole number below 2^32, got "${text}"; correct or unset it`);
}
