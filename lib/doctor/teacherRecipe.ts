import * as tf from "@tensorflow/tfjs";
import { OUTPUT_LAYER } from "../model/head";
import { initialise } from "../model/initialise";
import { type Weights } from "../model/parameters";
import { teacherParameters } from "../model/teacher";
import { DROPOUT } from "../steps/dropoutMasks";
import { COORDINATES, STEP_SECONDS } from "../geometry/trajectory";
import { type TrainingConfig } from "../training/config";
import { flatten, type SampleSet, type TrainingData } from "../training/trainingData";
import { type Recipe, type RecipeData } from "./recipe";

/**
 * Our teacher behind its frozen backbone as a recipe: the same first weights, order of rows and dropout masks as
 * `train` has, from the same code. Errors: a backbone that is trained too or has dropout left on; a normalisation
 * per axis, which a recipe fits per column.
 */
export function teacherRecipe(config: TrainingConfig, data: TrainingData): Recipe {
  checkConfig(config);
  const { name, momentum } =
    config.optimizer === "sgd"
      ? ({ name: "sgd", momentum: 0 } as const)
      : ({ name: "adamw", momentum: undefined } as const);
  return {
    model: () => teacherModel(config),
    train: { ...rows(data.train, config.hidden), groups: data.train.recordings },
    validation: rows(data.validation, config.hidden),
    loss: config.loss,
    delta: config.beta,
    optimizer: {
      name,
      ...(momentum === undefined ? {} : { momentum }),
      learningRate: config.headLearningRate,
      weightDecay: config.weightDecay,
      clipNorm: config.clipNorm,
    },
    schedule: config.schedule === "cosine-per-epoch" ? "cosine" : config.schedule,
    finalRate: config.finalLearningRate,
    warmupShare: config.warmupShare,
    accumulation: config.accumulation,
    batchSize: config.batchSize,
    epochs: config.epochs,
    seed: config.seed,
    scaling: { targets: config.normalisation },
    trajectory: { seconds: STEP_SECONDS },
  };
}

function checkConfig({ freezeBackbone, frozenDropout, normalisation }: TrainingConfig): void {
  if (!freezeBackbone || frozenDropout) {
    throw new Error(
      "teacher as a recipe: expected a frozen backbone without dropout, got one that changes; freeze it and switch frozenDropout off",
    );
  }
  if (normalisation !== "standardise" && normalisation !== "robust") return;
  throw new Error(
    `teacher as a recipe: expected normalisation none, divide-by-100, standardise-steps or increments, got ${normalisation}: a recipe fits it per column, the trainer per axis; choose standardise-steps`,
  );
}

function rows({ input, targets }: SampleSet, hidden: number): RecipeData {
  const features = input(targets.map((_, i) => i));
  if (features.kind !== "features")
    throw new Error("teacher as a recipe: expected features, got scenes; freeze the backbone");
  return {
    inputs: { data: features.values, shape: [targets.length, hidden] },
    targets: { data: flatten(targets), shape: [targets.length, COORDINATES] },
  };
}

/** Fusion block and head as a model of layers, with `initialise`'s weights. */
function teacherModel(
  config: Pick<TrainingConfig, "hidden" | "fusion" | "initialisation" | "seed">,
): tf.LayersModel {
  const { hidden, fusion } = config;
  const dense = (name: string, units: number) => tf.layers.dense({ name: nameOf(name), units });
  const gelu = () => tf.layers.activation({ activation: "gelu" });
  const drop = (site: keyof typeof DROPOUT) => tf.layers.dropout({ rate: DROPOUT[site] });
  const fused =
    fusion === "after"
      ? [dense("fusion.linear", hidden), gelu(), drop("fusion")]
      : [
          dense("fusion.expand", 2 * hidden),
          tf.layers.layerNormalization({ name: nameOf("fusion.norm"), epsilon: 1e-5 }),
          ...[gelu(), drop("fusion"), dense("fusion.contract", hidden)],
        ];
  const layers = [
    ...fused,
    ...[dense("head.0", 2 * hidden), gelu(), drop("head.0")],
    ...[dense("head.1", 2 * hidden), gelu(), drop("head.1")],
    ...[dense("head.2", hidden), gelu(), drop("head.2")],
    dense(OUTPUT_LAYER, COORDINATES),
  ];
  const model = tf.sequential({ layers: [tf.layers.inputLayer({ inputShape: [hidden] }), ...layers] });
  write(model, initialise(teacherParameters(config), config.initialisation, config.seed));
  return model;
}

/** tfjs keeps dots out of names. */
const nameOf = (name: string): string => name.replace(".", "_");

/** Layer by layer, in the order in which both list a layer's weights: matrix or gain, then bias. */
function write(model: tf.LayersModel, weights: Weights): void {
  for (const name of new Set(Object.keys(weights).map((key) => key.slice(0, key.lastIndexOf("."))))) {
    const layer = model.getLayer(nameOf(name));
    const values = [weights[`${name}.weight`], weights[`${name}.bias`]];
    const tensors = layer.weights.map(({ shape }, i) =>
      tf.tensor(
        values[i] ?? new Float32Array(),
        shape.map((extent) => extent ?? 1),
      ),
    );
    layer.setWeights(tensors);
    tf.dispose(tensors);
  }
}
