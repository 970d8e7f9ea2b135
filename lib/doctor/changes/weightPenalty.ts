import { type Recipe } from "../recipe";
import { withConfig, type LayerJson } from "../topology/layers";
import { hasKernel, mapLeaves } from "../topology/leaves";
import { numberOf } from "./refuse";
import { topologyOf } from "./targetLayers";

/** λ Σ w² over every kernel in the loss; 0 leaves all penalties of the model out, those of biases and outputs too. */
export function withPenalty(recipe: Recipe, to: number): Recipe {
  numberOf("weight-penalty", to, { passes: (value) => value >= 0, wanted: "0 or more" });
  return {
    ...recipe,
    model: mapLeaves(topologyOf(recipe, "weight-penalty"), (layer) =>
      to === 0 ? unpenalised(layer) : penalised(layer, to),
    ),
  };
}

function penalised(layer: LayerJson, l2: number): LayerJson {
  if (!hasKernel(layer)) return layer;
  return withConfig(layer, { kernel_regularizer: { class_name: "L1L2", config: { l1: 0, l2 } } });
}

function unpenalised(layer: LayerJson): LayerJson {
  const penalties = Object.keys(layer.config).filter((key) => key.endsWith("_regularizer"));
  if (penalties.length === 0) return layer;
  return withConfig(layer, Object.fromEntries(penalties.map((key) => [key, null])));
}
