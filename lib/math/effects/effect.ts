import { at } from "../at";
import { mean } from "../statistics";
import { exactPairedTest } from "./exactPairedTest";
import { pairedInterval } from "./pairedInterval";

/** What one run came to. */
export interface Outcome {
  readonly seed: number;
  /** Mean error of its last three epochs, metres. */
  readonly error: number;
  /** Whether it ends where a constant prediction does: its error then says nothing of its settings' fine points. */
  readonly dead: boolean;
}

/** Dead runs of base and variant, and the pairs in which only one of the two died. */
export interface Deaths {
  readonly base: number;
  readonly variant: number;
  readonly onlyBase: number;
  readonly onlyVariant: number;
  /** Of the exact paired test; absent with fewer than `TESTED_SEEDS` pairs. */
  readonly p?: number;
}

/** The words a comparison may end with. */
export type EffectVerdict =
  | "helps"
  | "harms"
  | "less than 5 %"
  | `not decided by ${number} seeds`
  | "more runs die"
  | "fewer runs die"
  | `deaths not decided by ${number} seeds`
  | `${number} against ${number} of ${number} dead`
  | `no verdict: ${string}`;

/** What a change did to the error, seed by seed. */
export interface Effect {
  /** What the verdict is about: the mean difference, who died, or nothing. */
  readonly kind: "means" | "deaths" | "none";
  readonly pairs: number;
  /** Mean error of the base, metres; NaN where nothing can be said. */
  readonly base: number;
  /** Mean of variant − base, metres, below 0 is better, and its 95 % interval; NaN where nothing can be said. */
  readonly change: number;
  readonly interval: readonly [number, number];
  readonly deaths: Deaths;
  readonly verdict: EffectVerdict;
}

/** A mean change within this share of the base's mean error counts for little. */
export const MARGIN = 0.05;

/** An error of this share of the best constant's, or more, is that constant's level: the run is dead. */
export const DEAD_SHARE = 0.95;

/** Deaths are tested from this many pairs on, elsewhere only counted. */
export const TESTED_SEEDS = 30;

/** Tests of deaths that are made: the 14 named comparisons, and all seven and plan A on both label sets. */
export const DEATH_TESTS = 18;

/** 0.05 shared by all tests of deaths (Bonferroni): ten pairs that all go one way are the fewest that decide. */
export const SIGNIFICANT = 0.05 / DEATH_TESTS;

/**
 * Compares a variant with its base, seed by seed (seed, order and data shared), by the collection's one rule:
 * `ruleInWords` says it. Bad input (other seeds, one pair, an error that is no number, nobody alive) gives no verdict
 * and says why.
 */
export function effectOf(base: readonly Outcome[], variant: readonly Outcome[]): Effect {
  const pairs = pairUp(base, variant);
  if (typeof pairs === "string") return nothing(pairs, Math.min(base.length, variant.length));
  const deaths = deathsOf(pairs);
  const reason = reasonAgainst(pairs, deaths);
  if (reason !== undefined) return nothing(reason, pairs.length, deaths);
  const differences = pairs.map(([before, after]) => after.error - before.error);
  const { mean: change, low, high } = pairedInterval(differences);
  const common = {
    pairs: pairs.length,
    base: mean(pairs.map(([before]) => before.error)),
    ...{ change, interval: [low, high] as const, deaths },
  };
  return deaths.base + deaths.variant > 0
    ? { ...common, kind: "deaths", verdict: verdictOfDeaths(deaths, pairs.length) }
    : { ...common, kind: "means", verdict: verdictOfMeans(common) };
}

/** The runs whose seeds both arms have: a cheap arm may have been given more of them than a dear one. */
export function ofSharedSeeds(
  base: readonly Outcome[],
  variant: readonly Outcome[],
): [base: Outcome[], variant: Outcome[]] {
  const within = (runs: readonly Outcome[], others: readonly Outcome[]): Outcome[] =>
    runs.filter(({ seed }) => others.some((other) => other.seed === seed));
  return [within(base, variant), within(variant, base)];
}

type Pair = readonly [Outcome, Outcome];

/** The runs of equal seeds, or why they cannot be paired. */
function pairUp(base: readonly Outcome[], variant: readonly Outcome[]): readonly Pair[] | string {
  const [own, others] = [base, variant].map((runs) => runs.map(({ seed }) => seed).sort((a, b) => a - b));
  if (base.length === 0 || variant.length === 0) return "no runs to compare";
  if (String(own) !== String(others)) return `unequal seeds, ${String(own)} and ${String(others)}`;
  if (new Set(own).size < base.length) return `a seed twice, ${String(own)}`;
  return base.map((run) => [
    run,
    at(
      variant,
      variant.findIndex(({ seed }) => seed === run.seed),
    ),
  ]);
}

function deathsOf(pairs: readonly Pair[]): Deaths {
  const count = (of: (pair: Pair) => boolean): number => pairs.filter(of).length;
  const [onlyBase, onlyVariant] = [
    count(([a, b]) => a.dead && !b.dead),
    count(([a, b]) => !a.dead && b.dead),
  ];
  return {
    ...{ base: count(([a]) => a.dead), variant: count(([, b]) => b.dead), onlyBase, onlyVariant },
    ...(pairs.length >= TESTED_SEEDS ? { p: exactPairedTest(onlyBase, onlyVariant) } : {}),
  };
}

function reasonAgainst(pairs: readonly Pair[], deaths: Deaths): string | undefined {
  const noNumber = pairs.flat().find(({ error, dead }) => !dead && !Number.isFinite(error));
  if (noNumber !== undefined) return `the error of seed ${noNumber.seed} is ${noNumber.error}`;
  if (deaths.base + deaths.variant === 2 * pairs.length) return "all runs are dead";
  return pairs.length < 2 ? "one pair, an interval needs two" : undefined;
}

function verdictOfMeans({
  base,
  interval,
  pairs,
}: Pick<Effect, "base" | "interval" | "pairs">): EffectVerdict {
  const [low, high] = interval;
  const margin = MARGIN * base;
  if (high < -margin) return "helps";
  if (low > margin) return "harms";
  return low > -margin && high < margin ? "less than 5 %" : `not decided by ${pairs} seeds`;
}

function verdictOfDeaths({ base, variant, p }: Deaths, pairs: number): EffectVerdict {
  if (p === undefined) return `${variant} against ${base} of ${pairs} dead`;
  if (p > SIGNIFICANT) return `deaths not decided by ${pairs} seeds`;
  return variant > base ? "more runs die" : "fewer runs die";
}

const NOBODY: Deaths = { base: 0, variant: 0, onlyBase: 0, onlyVariant: 0 };

function nothing(reason: string, pairs: number, deaths = NOBODY): Effect {
  return {
    ...{ kind: "none", pairs, base: NaN, change: NaN, interval: [NaN, NaN], deaths },
    verdict: `no verdict: ${reason}`,
  };
}
