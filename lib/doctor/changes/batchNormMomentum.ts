import { type Recipe } from "../recipe";
import { withConfig } from "../topology/layers";
import { leavesOf, mapLeaves } from "../topology/leaves";
import { numberOf, refuse } from "./refuse";
import { topologyOf } from "./targetLayers";

/** The share of the moving averages that an update keeps, in every batch norm. */
export function withMomentum(recipe: Recipe, to: number): Recipe {
  const kind = "batch-norm-momentum";
  numberOf(kind, to, { passes: (value) => value >= 0 && value < 1, wanted: "a share of 0 up to 1" });
  const topology = topologyOf(recipe, kind);
  if (!leavesOf(topology).some(({ class_name: name }) => name === "BatchNormalization"))
    refuse(kind, "a model with batch norm", "one without", "leave the change out");
  return {
    ...recipe,
    model: mapLeaves(topology, (layer) =>
      layer.class_name === "BatchNormalization" ? withConfig(layer, { momentum: to }) : layer,
    ),
  };
}
