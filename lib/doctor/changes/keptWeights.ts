import { type Recipe } from "../recipe";

/** The recipe without the given weights of some layers ("dense_1/kernel"): all others stay as they were loaded. */
export function withoutWeights(recipe: Recipe, drop: (layer: string, weight: string) => boolean): Recipe {
  if (recipe.weights === undefined) return recipe;
  const kept = Object.entries(recipe.weights).filter(([name]) => {
    const cut = name.lastIndexOf("/");
    return !drop(name.slice(0, cut), name.slice(cut + 1));
  });
  return { ...recipe, weights: Object.fromEntries(kept) };
}
