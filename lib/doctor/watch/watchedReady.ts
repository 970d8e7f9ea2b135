import * as tf from "@tensorflow/tfjs";
import { at } from "../../math/at";
import { spreadRows } from "../../training/spreadRows";
import { predict, type Ready } from "../fit/ready";
import { pickSet, rowSets, rowsIn, type RowSet, type RowSets } from "../fit/rowSets";
import { type Recipe, type RecipeLossName, type TfjsModel } from "../recipe";

/** Rows of each part that are looked at. */
const LOOKED_AT = 256;

/** Somebody's compiled model and rows of his, as what examines a recipe wants them; nothing is scaled. */
export interface WatchedReady extends Ready {
  /** Whether rows were given that are not trained on. */
  readonly hasHeldOut: boolean;
  /** All rows; the sets hold those that are looked at. */
  readonly whole: RowSets;
}

/** tfjs' names of the losses that have one here. */
const LOSSES: Readonly<Record<string, RecipeLossName>> = {
  ...{ meanSquaredError: "mse", mse: "mse", meanAbsoluteError: "mae", mae: "mae", binaryCrossentropy: "bce" },
  ...{ categoricalCrossentropy: "cross-entropy", sparseCategoricalCrossentropy: "cross-entropy" },
};

/**
 * Checks that the model takes the rows, before any fit. The model stays the caller's. Errors: no model of tfjs, several
 * outputs, inputs that the model names otherwise or whose shape it does not take.
 */
export function watchedReady(
  model: TfjsModel,
  { train, validation }: Pick<Recipe, "train" | "validation">,
): WatchedReady {
  if (!(model instanceof tf.LayersModel))
    throw new Error("watchFit: expected a tf.LayersModel, got another object; give the model that is fitted");
  const recipe: Recipe = {
    ...{ model: () => model, train, validation: validation ?? train },
    ...{ optimizer: { name: "sgd", learningRate: 0 }, batchSize: 1, epochs: 0, seed: 0, loss: "mse" },
  };
  const sets = rowSets(recipe);
  const parts = { train: some(sets.train), validation: some(sets.validation) };
  const looked = { ...parts, evaluation: parts.validation };
  predict({ model }, pickSet(looked.train, [0])); // rows that do not fit are said now, not in the middle of a fit
  return {
    ...{ recipe, model, sets: looked, scaled: looked, whole: sets, hasHeldOut: validation !== undefined },
    loss: (target, prediction) => tf.mean(lossOf(model)(target, prediction)),
    dropout: () => undefined,
    targetScaler: { scale: (block) => block, unscale: (block) => block },
  };
}

const some = (set: RowSet): RowSet => pickSet(set, spreadRows(rowsIn(set), LOOKED_AT));

/** Known once the model is compiled: a value for each row. A chain keeps it in the model that it wraps. */
function lossOf(model: tf.LayersModel): (target: tf.Tensor, prediction: tf.Tensor) => tf.Tensor {
  const { model: wrapped } = model as tf.LayersModel & { readonly model?: tf.LayersModel };
  return at((wrapped ?? model).lossFunctions, 0);
}

/** The same with the loss that the model was compiled with, by its name where it has one here. */
export function withCompiledLoss(ready: WatchedReady): WatchedReady {
  const { model } = ready;
  const loss = typeof model.loss === "string" ? LOSSES[model.loss] : undefined;
  return { ...ready, recipe: { ...ready.recipe, loss: loss ?? ready.loss } };
}
