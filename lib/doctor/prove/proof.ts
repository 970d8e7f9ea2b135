import { type Change } from "../change";

/**
 * What the second half of the seeds says of an arm. helps: beyond the margin against base, and better than the random
 * arms' mean; beyond it but no better than that mean: no better than chance.
 */
export type ArmVerdict = "base" | "helps" | "no better than chance" | "harms" | "not decided";

/** A recipe trained on every seed. */
export interface ProofArm {
  readonly kind: "base" | "proposal" | "random";
  /** Its changes in words. */
  readonly name: string;
  readonly changes: readonly Change[];
  /** In units of the metric, by seed in their order; fewer than the seeds where it was stopped. */
  readonly errors: readonly number[];
  /** Whether the seed ended at the level of the best constant, or at no number. */
  readonly dead: readonly boolean[];
  /** Of one training. */
  readonly updates: number;
  /**
   * Mean of arm − base over the judging half, paired, with its 95 % interval, in units of the metric. Absent where a
   * pair is missing or no number, and where runs of both arms are dead: survivors are selected.
   */
  readonly difference?: { readonly mean: number; readonly low: number; readonly high: number };
  readonly verdict: ArmVerdict;
}

/** Whether a change is better than chance. Other programs read this: names and shapes stay. */
export interface Proof {
  /** "mean error", "mean distance" or "accuracy". */
  readonly metric: string;
  readonly higherIsBetter: boolean;
  readonly seeds: readonly number[];
  /** A share of base: what lies within counts for nothing. */
  readonly margin: number;
  /** Base, then the proposals, best on the ranking half first, then the random sets. */
  readonly arms: readonly ProofArm[];
  /** Data changes: nothing to train, something to mend. */
  readonly skipped: readonly Change[];
}

/** Seeds that proposals are ranked on, and those they are judged on. */
export function halves<T>(seeds: readonly T[]): {
  readonly ranking: readonly T[];
  readonly judging: readonly T[];
} {
  const half = Math.floor(seeds.length / 2);
  return { ranking: seeds.slice(0, half), judging: seeds.slice(half) };
}

/** Two pairs to judge on, and one to rank on. */
export const LEAST_SEEDS = 3;

/** Why so few seeds give no verdict. */
export function tooFewSeeds(seeds: number): string {
  return `${seeds} ${seeds === 1 ? "seed proves" : "seeds prove"} nothing: no verdict without ${LEAST_SEEDS}, take 10`;
}
