import { at } from "../../math/at";
import { mean } from "../../math/statistics";
import { tableOf, type Block } from "../fit/block";
import { rowSets } from "../fit/rowSets";
import { fitScaler } from "../fit/scaler";
import { type Recipe } from "../recipe";
import { type LayerJson } from "../topology/layers";
import { leavesOf, nameOf, outputPlace } from "../topology/leaves";
import { refuse } from "./refuse";
import { topologyOf } from "./targetLayers";

/** Probabilities are kept so far from 0 and 1. */
const CLIP = 1e-4;

/** The output's bias starts where its activation says the mean of the training targets (shares of the classes). */
export function withOutputBias(recipe: Recipe): Recipe {
  const leaves = leavesOf(topologyOf(recipe, "output-bias"));
  const layer = leaves[outputPlace(leaves)];
  if (layer?.class_name !== "Dense" || layer.config["use_bias"] === false || nameOf(layer) === "") {
    refuse(
      "output-bias",
      "a named Dense output with a bias",
      layer === undefined ? "none" : `${layer.class_name} ${nameOf(layer)}`,
      "leave the change out",
    );
  }
  const units = Number(layer.config["units"]);
  const means = targetMeans(recipe, units);
  if (means.length !== units) {
    refuse(
      "output-bias",
      `targets of ${units} columns, as the output has`,
      String(means.length),
      "check the targets",
    );
  }
  const bias = Float32Array.from(means, beforeActivation(lastActivation(leaves, layer)));
  return { ...recipe, weights: { ...recipe.weights, [`${nameOf(layer)}/bias`]: bias } };
}

/** In training units, a mean for each column; class numbers beside several units as the classes' shares. */
function targetMeans(recipe: Recipe, units: number): number[] {
  const { targets } = rowSets(recipe).train;
  const kind = recipe.scaling?.targets ?? "none";
  const rows = tableOf(scaled(recipe, kind, targets));
  if (recipe.loss === "cross-entropy" && rows[0]?.length === 1 && units > 1)
    return Array.from({ length: units }, (_, k) => mean(rows.map((row) => (at(row, 0) === k ? 1 : 0))));
  return at(rows, 0).map((_, k) => mean(rows.map((row) => at(row, k))));
}

function scaled(
  { trajectory }: Recipe,
  kind: NonNullable<NonNullable<Recipe["scaling"]>["targets"]>,
  targets: Block,
): Block {
  return fitScaler(kind, targets, trajectory !== undefined).scale(targets);
}

/** Of the output layer or of what follows it. */
function lastActivation(leaves: readonly LayerJson[], output: LayerJson): string {
  const behind = leaves.slice(leaves.indexOf(output));
  const named = behind.map(({ class_name: kind, config }) =>
    kind === "Softmax" ? "softmax" : config["activation"],
  );
  return (
    named.filter((name): name is string => typeof name === "string" && name !== "linear").at(-1) ?? "linear"
  );
}

/** The number that the activation turns into a mean; where it has no inverse the mean itself. */
function beforeActivation(activation: string): (mean: number) => number {
  const clip = (low: number, value: number): number => Math.min(1 - CLIP, Math.max(low + CLIP, value));
  switch (activation) {
    case "sigmoid":
      return (share) => Math.log(clip(0, share) / (1 - clip(0, share)));
    case "softmax":
      return (share) => Math.log(clip(0, share));
    case "tanh":
      return (value) => Math.atanh(clip(-1, value));
    default:
      return (value) => value;
  }
}
