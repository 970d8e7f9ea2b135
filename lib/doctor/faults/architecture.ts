import { isRegression, type Recipe } from "../recipe";
import { dense, dropout, editLayers, layerNorm, withConfig } from "../topology/layers";
import { configure, editModel, hiddenDense, layersIn } from "./editModel";
import { always, type Fault } from "./fault";
import { columnsOf, hasTable, outputsOf } from "./rows";

const architecture = { cause: "architecture", fits: always } as const;

const hasHidden = (recipe: Recipe): boolean => hiddenDense(recipe).length > 0;

const normal = (stddev: number) => ({
  kernel_initializer: { class_name: "RandomNormal", config: { mean: 0, stddev } },
});

/** Faults of the network itself. */
export const ARCHITECTURE_FAULTS: readonly Fault[] = [
  {
    ...architecture,
    name: "relu-output",
    family: "output activation",
    says: "the output is a ReLU and cannot be negative, as half of the targets are",
    fits: (recipe) => isRegression(recipe) && recipe.scaling?.targets?.startsWith("standardise") === true,
    apply: (recipe) => configure(recipe, "output", { activation: "relu" }),
  },
  {
    ...architecture,
    name: "squashed-output",
    family: "output activation",
    says: "the output is bounded far inside the scaled targets",
    fits: (recipe) => isRegression(recipe) && recipe.scaling?.targets?.startsWith("standardise") === true,
    apply: (recipe) => configure(recipe, "output", { activation: "sigmoid" }),
  },
  {
    ...architecture,
    name: "sigmoid-stack",
    family: "depth",
    says: "many sigmoid layers lie in a row and next to no gradient comes through",
    fits: hasHidden,
    apply: (recipe, draw) => {
      const deeper = Array.from({ length: draw.whole("layers", 5, 9) }, (_, i) =>
        dense(`deeper_${i}`, 16, { activation: "sigmoid" }),
      );
      return editModel(recipe, (model) =>
        editLayers(model, (layer, role) => (role === "output" ? [...deeper, layer] : layer)),
      );
    },
  },
  {
    ...architecture,
    name: "no-activation",
    family: "hidden activation",
    says: "the hidden layers have no activation: the network is a straight line",
    apply: (recipe) => configure(recipe, "hidden", { activation: "linear" }),
  },
  {
    ...architecture,
    name: "zero-weights",
    family: "initialisation",
    says: "all weights start at zero, so that all units stay alike",
    apply: (recipe) => {
      const zeros = { kernel_initializer: { class_name: "Zeros", config: {} } };
      return configure(configure(recipe, "hidden", zeros), "output", zeros);
    },
  },
  {
    ...architecture,
    name: "large-weights",
    family: "initialisation",
    says: "the weights start so large that every unit is saturated",
    fits: hasHidden,
    apply: (recipe, draw) =>
      configure(recipe, "hidden", { activation: "tanh", ...normal(draw.scaled("deviation", 8, 40)) }),
  },
  {
    ...architecture,
    name: "tiny-weights",
    family: "initialisation",
    says: "the weights of a deep chain start so small that nothing comes through",
    fits: hasHidden,
    apply: (recipe, draw) => {
      const deeper = Array.from({ length: draw.whole("layers", 3, 5) }, (_, i) =>
        withConfig(dense(`deeper_${i}`, 16, { activation: "tanh" }), normal(1e-3)),
      );
      return editModel(recipe, (model) =>
        editLayers(model, (layer, role) =>
          role === "output" ? [...deeper, withConfig(layer, normal(1e-3))] : layer,
        ),
      );
    },
  },
  {
    ...architecture,
    name: "dead-units",
    family: "dead units",
    says: "the ReLU units start so far below zero that none ever fires",
    fits: hasHidden,
    apply: (recipe, draw) => {
      const bias = -draw.scaled("bias", 15, 60);
      return configure(recipe, "hidden", {
        activation: "relu",
        bias_initializer: { class_name: "Constant", config: { value: bias } },
      });
    },
  },
  {
    ...architecture,
    name: "one-unit",
    family: "depth",
    says: "one hidden layer is a single unit wide",
    fits: (recipe) => hasHidden(recipe) && (outputsOf(recipe) > 1 || columnsOf(recipe) > 2),
    apply: (recipe) =>
      editModel(recipe, (model) =>
        editLayers(model, (layer, role) =>
          role === "output" ? [dense("narrow", 1, { activation: "tanh" }), layer] : layer,
        ),
      ),
  },
  {
    ...architecture,
    name: "dropout-too-high",
    family: "dropout",
    says: "dropout takes most of every layer away",
    apply: (recipe, draw) => {
      const rate = draw.between("rate", 0.75, 0.92);
      return editModel(recipe, (model) =>
        editLayers(model, (layer, role, i) =>
          role === "hidden" ? [layer, dropout(`heavy_${i}`, rate)] : layer,
        ),
      );
    },
  },
  {
    ...architecture,
    name: "penalty-too-high",
    family: "penalty",
    says: "the penalty on the weights outweighs the error",
    apply: (recipe, draw) => {
      const l2 = {
        kernel_regularizer: { class_name: "L1L2", config: { l1: 0, l2: draw.scaled("weight", 0.05, 0.6) } },
      };
      return configure(configure(recipe, "hidden", l2), "output", l2);
    },
  },
  {
    ...architecture,
    name: "normalised-output",
    family: "normalisation layers",
    says: "a layer norm behind the output takes every row's size away",
    fits: (recipe) => isRegression(recipe) && outputsOf(recipe) > 1,
    apply: (recipe) =>
      editModel(recipe, (model) =>
        editLayers(model, (layer, role) => (role === "output" ? [layer, layerNorm("last_norm")] : layer)),
      ),
  },
  {
    ...architecture,
    name: "normalised-inputs",
    family: "normalisation layers",
    says: "a layer norm in front takes every row's size away, which the targets hang on",
    fits: (recipe) => hasTable(recipe) && columnsOf(recipe) <= 3 && layersIn(recipe).length > 1,
    apply: (recipe) =>
      editModel(recipe, (model) =>
        editLayers(model, (layer, _, i) => (i === 0 ? [layerNorm("first_norm"), layer] : layer)),
      ),
  },
];
