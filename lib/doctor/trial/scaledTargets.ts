import { heldOutPairs } from "../recipeEvidence";
import { isRegression, type Recipe } from "../recipe";
import { evaluationErrorOf } from "./evaluationErrorOf";
import { recipeOf } from "./recipeOf";
import { trainAgain } from "./trainAgain";
import { type TrialInput } from "./trials";

/** Targets that are standardised already, and classes, are not scaled once more. */
export function needsScaling(recipe: Recipe): boolean {
  const kind = recipe.scaling?.targets ?? "none";
  return isRegression(recipe) && (kind === "none" || kind === "divide-by-100");
}

/** Evaluation error when trained on standardised targets; undefined where they are, and for classes. */
export async function scaledTargets({ ready, clock }: TrialInput): Promise<number | undefined> {
  const { recipe } = ready;
  if (!needsScaling(recipe)) return undefined;
  const scaled = { ...recipeOf(ready), scaling: { ...recipe.scaling, targets: "standardise" as const } };
  return trainAgain(scaled, clock, (again) => evaluationErrorOf(recipe, heldOutPairs(again)));
}
