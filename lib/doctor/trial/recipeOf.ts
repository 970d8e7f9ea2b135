import { ONLY_INPUT, type RowSet, type RowSets } from "../fit/rowSets";
import { type Ready } from "../fit/ready";
import { type Recipe, type RecipeData } from "../recipe";

/** The examined recipe with its rows as they were cut once, some of them changed: no trial cuts them anew. */
export function recipeOf(
  { recipe, sets }: Pick<Ready, "recipe" | "sets">,
  changed: Partial<RowSets> = {},
): Recipe {
  const { train, validation, evaluation } = { ...sets, ...changed };
  return {
    ...recipe,
    train: dataOf(train),
    validation: dataOf(validation),
    evaluation: dataOf(evaluation),
  };
}

function dataOf({ inputs, targets }: RowSet): RecipeData {
  return { inputs: inputs[ONLY_INPUT] ?? inputs, targets };
}
