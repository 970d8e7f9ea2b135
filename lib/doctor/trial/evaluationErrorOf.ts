import { type Pairs } from "../evidence";
import { metricOf } from "../metric";
import { type Recipe } from "../recipe";

/** The error its owner judges by: the mean distance in the owner's units, of classifiers the share of wrong classes. */
export function evaluationErrorOf(recipe: Pick<Recipe, "loss" | "trajectory">, pairs: Pairs): number {
  const { higherIsBetter, of } = metricOf(recipe);
  return higherIsBetter ? 1 - of(pairs) : of(pairs);
}
