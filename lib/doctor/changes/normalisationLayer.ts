import { type Recipe } from "../recipe";
import { type LayerJson } from "../topology/layers";
import { leavesOf, nameOf } from "../topology/leaves";
import { withoutLayer } from "../topology/rewire";
import { withoutWeights } from "./keptWeights";
import { refuse } from "./refuse";
import { topologyOf } from "./targetLayers";

/** Layers that normalise what flows through them. */
export const isNormalisation = ({ class_name: kind }: LayerJson): boolean => kind.endsWith("Normalization");

/** The model without one of its normalisation layers, whose weights go with it. */
export function withoutNormalisation(recipe: Recipe, name: string): Recipe {
  const topology = topologyOf(recipe, "normalisation-layer");
  const norms = leavesOf(topology).filter(isNormalisation);
  const layer = norms.find((one) => nameOf(one) === name);
  if (layer === undefined) {
    const known = norms.length === 0 ? "a model with one" : `one of ${norms.map(nameOf).join(", ")}`;
    return refuse("normalisation-layer", known, name, "name a normalisation layer of this model");
  }
  return withoutWeights({ ...recipe, model: withoutLayer(topology, layer) }, (owner) => owner === name);
}
