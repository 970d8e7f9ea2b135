import { type Recipe } from "../recipe";
import { withConfig, type LayerJson } from "../topology/layers";
import { leavesOf, mapLeaves, nameOf } from "../topology/leaves";
import { knownLayers, topologyOf } from "./targetLayers";

/** Exactly these layers stay as they start; [] lets every layer learn. */
export function withFrozen(recipe: Recipe, layers: readonly string[]): Recipe {
  const topology = topologyOf(recipe, "freeze");
  knownLayers(leavesOf(topology), layers, "freeze");
  return {
    ...recipe,
    model: mapLeaves(topology, (layer) =>
      layers.includes(nameOf(layer)) ? withConfig(layer, { trainable: false }) : free(layer),
    ),
  };
}

/** Layers learn unless they say otherwise. */
function free(layer: LayerJson): LayerJson {
  if (layer.config["trainable"] !== false) return layer;
  const others = Object.entries(layer.config).filter(([key]) => key !== "trainable");
  return { ...layer, config: Object.fromEntries(others) };
}
