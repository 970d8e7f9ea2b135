import { permutation, splitRng } from "../../math/rng";
import { takeRows } from "../fit/block";
import { rowsIn } from "../fit/rowSets";
import { recipeOf } from "./recipeOf";
import { trainAgain } from "./trainAgain";
import { type TrialInput } from "./trials";

/** Training loss of the last epoch when every row is given another row's target, for as many epochs as the recipe has. */
export async function shuffledLabelsLoss({ ready, clock }: TrialInput): Promise<number | undefined> {
  const { train } = ready.sets;
  const order = permutation(splitRng(ready.recipe.seed, "shuffled labels"), rowsIn(train));
  const recipe = recipeOf(ready, { train: { ...train, targets: takeRows(train.targets, order) } });
  return trainAgain(recipe, clock, (_, epochs) => epochs.at(-1)?.trainLoss ?? NaN);
}
