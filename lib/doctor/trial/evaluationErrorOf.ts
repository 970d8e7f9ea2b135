import { accuracy, meanError } from "../evaluationError";
import { type Pairs } from "../evidence";
import { type Recipe } from "../recipe";

/** The error its owner judges by: the mean distance in the owner's units, of classifiers the share of wrong classes. */
export function evaluationErrorOf(
  { loss, trajectory }: Pick<Recipe, "loss" | "trajectory">,
  pairs: Pairs,
): number {
  if (loss === "bce" || loss === "cross-entropy") return 1 - accuracy(pairs);
  return meanError(pairs, trajectory === undefined ? 1 : 2);
}
