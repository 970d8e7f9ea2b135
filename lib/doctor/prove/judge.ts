import { effectOf, type Effect, type Outcome } from "../../math/effects/effect";
import { pairedInterval } from "../../math/effects/pairedInterval";
import { mean } from "../../math/statistics";
import { type Metric } from "../metric";
import { type ArmVerdict, type ProofArm } from "./proof";

/** What the runs of an arm came to on some seeds, in units of the metric. */
export type Runs = readonly Outcome[];

/** What an arm is judged against. */
export interface Bar {
  readonly metric: Metric;
  readonly base: Runs;
  /** The best constant's metric: what a dead run counts as, since one may always answer that. */
  readonly constant: number;
  /** The random arms that ran on the judging half. */
  readonly random: readonly Runs[];
}

/** Mean of an arm, dead runs at the level of the best constant. */
export function levelOf(runs: Runs, { metric, constant }: Pick<Bar, "metric" | "constant">): number {
  return mean(runs.map((run) => counted(run, metric, constant)));
}

/** A dead run is worth the best constant, however far it ran away. */
function counted({ error, dead }: Outcome, { higherIsBetter }: Metric, constant: number): number {
  if (!dead) return error;
  if (!Number.isFinite(error)) return constant;
  return higherIsBetter ? Math.max(error, constant) : Math.min(error, constant);
}

/**
 * The collection's rule on the judging half: paired t interval beside 5 % of base; where runs of both arms are dead no
 * mean is judged, deaths are, from 30 pairs on. Where one arm lives on every seed no pair is left out, so that nobody is
 * selected: then the difference is judged, dead runs of the other at the level of the best constant.
 */
export function verdictOf(arm: Runs, bar: Bar): ArmVerdict {
  const { metric } = bar;
  const effect = effectOf(...comparable(bar, arm));
  switch (towards(effect, metric)) {
    case "better":
      return isBetterThanChance(arm, bar) ? "helps" : "no better than chance";
    case "worse":
      return "harms";
    case "open":
      return "not decided";
  }
}

/** Base and arm as the rule takes them. */
function comparable({ base, metric, constant }: Bar, arm: Runs): [base: Outcome[], arm: Outcome[]] {
  const asCounted = (runs: Runs): Outcome[] =>
    runs.map((run) => ({ ...run, error: counted(run, metric, constant) }));
  if (!oneLives(base, arm)) return [[...base], [...arm]];
  const alive = (runs: Runs): Outcome[] => asCounted(runs).map((run) => ({ ...run, dead: false }));
  return [alive(base), alive(arm)];
}

/** Whether runs of one arm are dead and none of the other. */
function oneLives(base: Runs, arm: Runs): boolean {
  const [before, after] = [base, arm].map((runs) => runs.some(({ dead }) => dead));
  return before !== after;
}

function towards({ verdict }: Effect, { higherIsBetter }: Metric): "better" | "worse" | "open" {
  if (verdict === "fewer runs die") return "better";
  if (verdict === "more runs die") return "worse";
  // "helps" is less of the metric than base, beyond the margin.
  if (verdict === "helps") return higherIsBetter ? "worse" : "better";
  if (verdict === "harms") return higherIsBetter ? "better" : "worse";
  return "open";
}

/** Whether the arm's mean beats that of all random arms together; without one there is nothing to beat. */
function isBetterThanChance(arm: Runs, bar: Bar): boolean {
  if (bar.random.length === 0) return true;
  const chance = mean(bar.random.map((runs) => levelOf(runs, bar)));
  const own = levelOf(arm, bar);
  return bar.metric.higherIsBetter ? own > chance : own < chance;
}

/** Mean of arm − base with its interval, as measured; undefined where survivors are selected or a number is none. */
export function differenceOf(base: Runs, arm: Runs): ProofArm["difference"] {
  const dead = [...base, ...arm].some((run) => run.dead);
  if (base.length < 2 || base.length !== arm.length || (dead && !oneLives(base, arm))) return undefined;
  const differences = arm.map(({ error }, i) => error - (base[i]?.error ?? NaN));
  return differences.every(Number.isFinite) ? pairedInterval(differences) : undefined;
}
