import { type ModelTopology, type Recipe } from "../recipe";
import { withConfig, type LayerJson, type LayerRole } from "../topology/layers";
import { leavesOf, mapLeaves, rolesOf } from "../topology/leaves";

/** The recipe with another topology. Errors: a model given as a function, which nothing can edit. */
export function editModel(recipe: Recipe, edit: (model: ModelTopology) => ModelTopology): Recipe {
  if (typeof recipe.model !== "function") return { ...recipe, model: edit(recipe.model) };
  throw new Error("fault: expected a model as a topology, got a function; write the model as its JSON");
}

/** The recipe with settings of its layers with this role changed. */
export function configure(
  recipe: Recipe,
  role: LayerRole,
  config: Readonly<Record<string, unknown>>,
): Recipe {
  return editModel(recipe, (model) => {
    const roles = rolesOf(leavesOf(model));
    return mapLeaves(model, (layer, i) => (roles[i] === role ? withConfig(layer, config) : layer));
  });
}

/** The layers of a recipe's model; none for a function. */
export function layersIn({ model }: Recipe): readonly LayerJson[] {
  return typeof model === "function" ? [] : leavesOf(model);
}

/** The first of the dense layers' settings that are hidden, if there is one. */
export function hiddenDense(recipe: Recipe): readonly LayerJson[] {
  return layersIn(recipe)
    .filter(({ class_name: kind }) => kind === "Dense")
    .slice(0, -1);
}
