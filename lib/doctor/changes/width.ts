import { type Recipe } from "../recipe";
import { withConfig, type LayerJson } from "../topology/layers";
import { hasKernel, leavesOf, mapLeaves, nameOf, outputPlace } from "../topology/leaves";
import { withoutWeights } from "./keptWeights";
import { numberOf, refuse } from "./refuse";
import { topologyOf } from "./targetLayers";

/** Where a layer says how wide it is. */
const WIDTHS = ["units", "filters"] as const;

const isWide = (layer: LayerJson): boolean => hasKernel(layer) && WIDTHS.some((key) => key in layer.config);

/**
 * Hidden layers `factor` times as wide, at least 1. Weights that were loaded stay before the first of them, and the
 * output's bias; all others have another shape.
 */
export function withWidth(recipe: Recipe, factor: number): Recipe {
  numberOf("width", factor, { passes: (value) => value > 0, wanted: "a factor above 0" });
  const topology = topologyOf(recipe, "width");
  const leaves = leavesOf(topology);
  const output = outputPlace(leaves);
  const first = leaves.findIndex(isWide);
  if (first < 0 || first >= output) refuse("width", "a hidden layer", "none", "add one to the model");
  const model = mapLeaves(topology, (layer, i) =>
    i < output && isWide(layer) ? widened(layer, factor) : layer,
  );
  const names = leaves.map(nameOf);
  return withoutWeights({ ...recipe, model }, (layer, weight) => {
    const place = names.indexOf(layer);
    return place >= first && (place < output || (place === output && weight !== "bias"));
  });
}

function widened(layer: LayerJson, factor: number): LayerJson {
  const wide = WIDTHS.flatMap((key): [string, number][] => {
    const width = layer.config[key];
    return typeof width === "number" ? [[key, Math.max(1, Math.round(factor * width))]] : [];
  });
  return withConfig(layer, Object.fromEntries(wide));
}
