import { at } from "../math/at";
import { DEAD_SHARE } from "../math/effects/effect";
import { mean, median } from "../math/statistics";
import { accuracy, meanError } from "./evaluationError";
import { type Pairs } from "./evidence";
import { isRegression, type Recipe } from "./recipe";

/** What a recipe's owner judges it by, from targets beside predictions in the owner's units. */
export interface Metric {
  readonly name: string;
  readonly higherIsBetter: boolean;
  readonly of: (pairs: Pick<Pairs, "targets" | "predictions">) => number;
}

/** Accuracy of classifiers, of all others the mean error: of trajectories the distance of their points. */
export function metricOf(recipe: Pick<Recipe, "loss" | "trajectory">): Metric {
  if (!isRegression(recipe)) return { name: "accuracy", higherIsBetter: true, of: accuracy };
  return recipe.trajectory === undefined
    ? { name: "mean error", higherIsBetter: false, of: (pairs) => meanError(pairs, 1) }
    : { name: "mean distance", higherIsBetter: false, of: (pairs) => meanError(pairs, 2) };
}

/** The metric of the best constant answer for these targets: their mean or their median; the commonest class. */
export function metricOfConstant({ higherIsBetter, of }: Metric, targets: Pairs["targets"]): number {
  const columns = at(targets, 0).map((_, k) => targets.map((row) => at(row, k)));
  const answers = [columns.map(mean), columns.map(median)];
  const reached = answers.map((answer) => of({ targets, predictions: targets.map(() => answer) }));
  return higherIsBetter ? Math.max(...reached) : Math.min(...reached);
}

/**
 * The collection's rule: a run is dead that ends at no number, or at 95 % of the best constant's error or above; of
 * classifiers the error is the share of wrong classes.
 */
export function isDead({ higherIsBetter }: Metric, value: number, constant: number): boolean {
  if (!Number.isFinite(value)) return true;
  return higherIsBetter ? 1 - value >= DEAD_SHARE * (1 - constant) : value >= DEAD_SHARE * constant;
}
