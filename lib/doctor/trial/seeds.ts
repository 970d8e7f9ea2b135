import { heldOutPairs } from "../recipeEvidence";
import { evaluationErrorOf } from "./evaluationErrorOf";
import { recipeOf } from "./recipeOf";
import { trainAgain } from "./trainAgain";
import { type TrialInput } from "./trials";

/** Seeds beside the recipe's own. */
export const MORE_SEEDS = 2;

/** Evaluation error of the recipe's own seed, then of the next ones; undefined unless one more was trained to its end. */
export async function otherSeeds({ ready, evidence, clock }: TrialInput): Promise<number[] | undefined> {
  const { recipe } = ready;
  const own = evidence.pairs?.find(({ split }) => split === "held-out");
  if (own === undefined) return undefined;
  const errors = [evaluationErrorOf(recipe, own)];
  for (let more = 1; more <= MORE_SEEDS && !clock.isOver(); more++) {
    const again = { ...recipeOf(ready), seed: recipe.seed + more };
    const error = await trainAgain(again, clock, (other) => evaluationErrorOf(recipe, heldOutPairs(other)));
    if (error !== undefined) errors.push(error);
  }
  return errors.length === 1 ? undefined : errors;
}
