import * as tf from "@tensorflow/tfjs";
import { product } from "../../math/product";
import { type ModelTopology, type Recipe, type TfjsModel } from "../recipe";
import { tfjsTopology } from "../topology/tfjsTopology";
import { drawWeights, type Initialiser } from "./drawWeights";
import { layersOf } from "./layersOf";

/** JSON as tfjs wants it. */
type Parsed = Extract<
  Parameters<typeof tf.models.modelFromJSON>[0],
  { modelTopology: unknown }
>["modelTopology"];

type Weight = tf.LayersModel["weights"][number];

/**
 * The recipe's model, fresh; the caller disposes it. A topology's weights come from our generator, a function's stay
 * as it made them; `recipe.weights` overrule both. Errors: unknown layer or initialiser, weights that do not fit.
 */
export async function buildModel(recipe: Recipe): Promise<tf.LayersModel> {
  const model =
    typeof recipe.model === "function"
      ? ownModel(await recipe.model(recipe.seed))
      : await fromTopology(recipe.model);
  try {
    if (typeof recipe.model !== "function") drawAll(model, recipe.seed);
    load(model, recipe.weights ?? {});
    checkWeights(model);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}

/** Errors: nothing to train, weights that are no numbers; both by name. */
function checkWeights(model: tf.LayersModel): void {
  if (model.trainableWeights.length === 0) {
    throw new Error(
      `model: expected weights that training may move, got none in ${model.layers.length} layers; add a layer, or free one`,
    );
  }
  for (const weight of model.weights) {
    const values = weight.read().dataSync<"float32">();
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    if (wrong < 0) continue;
    throw new Error(
      `weight ${weight.originalName}: expected finite numbers, got ${String(values[wrong])} at ${wrong}; load weights from before they broke`,
    );
  }
}

function ownModel(made: TfjsModel): tf.LayersModel {
  if (made instanceof tf.LayersModel) return made;
  throw new Error(
    "recipe model: expected a tf.LayersModel, got another object; return one from the function",
  );
}

/** When it cannot be made, the layers that were are freed: tfjs makes all of them before it first waits. */
async function fromTopology(topology: ModelTopology): Promise<tf.LayersModel> {
  const known = tf.serialization.SerializationMap.getMap().classNameMap;
  const parsed = tfjsTopology(topology, (name) => name in known);
  const before = new Set(Object.keys(tf.engine().registeredVariables));
  const made = tf.models.modelFromJSON({ modelTopology: parsed as Parsed });
  const own = Object.entries(tf.engine().registeredVariables).filter(([name]) => !before.has(name));
  try {
    return await made;
  } catch (error) {
    tf.dispose(own.map(([, variable]) => variable));
    throw error;
  }
}

function drawAll(model: tf.LayersModel, seed: number): void {
  for (const layer of layersOf(model)) {
    for (const weight of layer.weights) {
      const initialiser = initialiserOf(layer, weight);
      assign(weight, drawWeights(initialiser, sizes(weight), { seed, weight: weight.originalName }));
    }
  }
}

/** Where a layer's config keeps the initialiser of a weight: `moving_mean` has `movingMeanInitializer`. */
function initialiserOf(layer: tf.layers.Layer, { originalName }: Weight): Initialiser {
  const name = originalName.slice(originalName.lastIndexOf("/") + 1);
  const stem = name.replace(/_kernel$/, "").replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const found: unknown = layer.getConfig()[`${stem}Initializer`];
  if (typeof found === "object" && found !== null && "className" in found) return found as Initialiser;
  throw new Error(
    `weight ${originalName}: expected an initialiser in the config of ${layer.getClassName()}, got none; give the model as a function`,
  );
}

function load(model: tf.LayersModel, weights: NonNullable<Recipe["weights"]>): void {
  for (const [name, values] of Object.entries(weights)) {
    const weight = model.weights.find(({ originalName }) => originalName === name);
    if (weight === undefined) {
      const known = model.weights.map(({ originalName }) => originalName).join(", ");
      throw new Error(`weights: expected names of ${known}, got ${name}; use weights of this model`);
    }
    assign(weight, values);
  }
}

function assign(weight: Weight, values: Float32Array): void {
  const shape = sizes(weight);
  const size = product(shape);
  if (values.length !== size) {
    throw new Error(
      `weights: expected ${size} numbers for ${weight.originalName}, got ${values.length}; use weights of this model`,
    );
  }
  tf.tidy(() => {
    weight.write(tf.tensor(values, shape));
  });
}

function sizes({ shape }: Weight): number[] {
  return shape.map((extent) => extent ?? 1);
}
