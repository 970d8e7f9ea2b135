import { type PromptState } from "../dataset/prompt";
import { extentOf, type DatasetSize } from "./datasetSize";

/** Which public data set's files are imitated. */
export type DatasetLayout = "dair-v2x-c" | "v2x-seq-spd";

/** What decides every byte of a generated data set. */
export interface DatasetIdentity {
  readonly size: DatasetSize;
  readonly seed: number;
  readonly layout: DatasetLayout;
  readonly promptState: PromptState;
}

const LAYOUTS: readonly string[] = ["dair-v2x-c", "v2x-seq-spd"];
const PROMPT_STATES: readonly string[] = ["motion", "position"];

/** Fills in the defaults (small, seed 1, DAIR layout, motion); an error names the option and its choices. */
export function datasetIdentity(options: {
  readonly size?: string;
  readonly seed?: number;
  readonly layout?: string;
  readonly promptState?: string;
}): DatasetIdentity {
  const { size = "small", seed = 1, layout = "dair-v2x-c", promptState = "motion" } = options;
  extentOf(size);
  if (!Number.isSafeInteger(seed))
    throw new RangeError(`seed: expected a whole number, got ${seed}; use 0, 1, 2, …`);
  requireOneOf("layout", layout, LAYOUTS);
  requireOneOf("promptState", promptState, PROMPT_STATES);
  return {
    size: size as DatasetSize,
    seed,
    layout: layout as DatasetLayout,
    promptState: promptState as PromptState,
  };
}

function requireOneOf(name: string, value: string, known: readonly string[]): void {
  if (!known.includes(value))
    throw new RangeError(`${name}: expected one of ${known.join(", ")}, got "${value}"; choose one of them`);
}
