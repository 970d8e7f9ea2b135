import * as tf from "@tensorflow/tfjs";
import { curveValue } from "../curveValue";
import { type Curve } from "../evidence";
import { recipeLoss } from "../fit/recipeLoss";
import { isRegression, type OptimizerSettings, type Recipe } from "../recipe";
import { editLayers, withConfig } from "../topology/layers";
import { editModel, layersIn } from "./editModel";
import { always, type Fault } from "./fault";
import { columnsOf, hasTable, mapInputs, unscaledInputs } from "./rows";

const training = { cause: "optimiser", fits: always } as const;

/** The rate times a factor, the optimizer as it is. */
function faster(recipe: Recipe, factor: number): Recipe {
  const { optimizer } = recipe;
  return { ...recipe, optimizer: { ...optimizer, learningRate: optimizer.learningRate * factor } };
}

function withOptimizer(recipe: Recipe, optimizer: OptimizerSettings): Recipe {
  return { ...recipe, optimizer };
}

/** Faults of how weights are moved: rate, schedule, optimizer, loss, what moves, how long, and input scale. */
export const OPTIMISER_FAULTS: readonly Fault[] = [
  {
    ...training,
    name: "rate-too-low",
    family: "rate",
    says: "the learning rate is far too low",
    apply: (recipe, draw) => faster(recipe, 1 / draw.scaled("factor", 100, 1000)),
  },
  {
    ...training,
    name: "rate-too-high",
    family: "rate",
    says: "the learning rate is far too high",
    apply: (recipe, draw) => faster(recipe, draw.scaled("factor", 60, 400)),
  },
  {
    ...training,
    name: "rising-schedule",
    family: "schedule",
    says: "the schedule raises the rate where it should lower it",
    apply: (recipe, draw) => ({
      ...recipe,
      schedule: "cosine",
      finalRate: recipe.optimizer.learningRate * draw.scaled("factor", 100, 500),
    }),
  },
  {
    ...training,
    name: "warm-up-too-long",
    family: "schedule",
    says: "the warm-up takes the whole run, at a rate that would need all of it",
    apply: (recipe, draw) => ({
      ...faster(recipe, 1 / draw.scaled("factor", 20, 60)),
      schedule: "warmup-cosine",
      warmupShare: 1,
    }),
  },
  {
    ...training,
    name: "plain-sgd",
    family: "optimiser",
    says: "plain gradient steps at a rate meant for Adam",
    apply: (recipe, draw) =>
      withOptimizer(recipe, { name: "sgd", learningRate: draw.scaled("rate", 2e-5, 4e-4) }),
  },
  {
    ...training,
    name: "huge-epsilon",
    family: "optimiser",
    says: "Adam's epsilon is larger than its gradients, so that it hardly moves",
    apply: (recipe, draw) =>
      withOptimizer(recipe, {
        ...{ name: "adam", learningRate: Math.min(0.01, recipe.optimizer.learningRate) },
        epsilon: draw.scaled("epsilon", 20, 300),
      }),
  },
  {
    ...training,
    name: "clipped-away",
    family: "optimiser",
    says: "clipping leaves next to nothing of every gradient",
    apply: (recipe, draw) =>
      withOptimizer(recipe, { name: "sgd", learningRate: 0.03, clipNorm: draw.scaled("clip", 3e-4, 6e-3) }),
  },
  {
    ...training,
    name: "negated-loss",
    family: "loss",
    says: "the loss has the wrong sign: training makes the error larger",
    apply: (recipe) => {
      const own = recipeLoss(recipe);
      return { ...recipe, loss: (target, prediction) => tf.neg(own(target, prediction)) };
    },
  },
  {
    ...training,
    name: "batch-mean-loss",
    family: "loss",
    says: "the loss compares the batch's mean only",
    fits: isRegression,
    apply: (recipe) => ({
      ...recipe,
      loss: (target, prediction) => tf.mean(tf.square(tf.mean(tf.sub(prediction, target), 0))),
    }),
  },
  {
    ...training,
    name: "frozen-layers",
    family: "frozen layers",
    says: "the hidden layers are frozen at narrow random weights",
    fits: (recipe) => layersIn(recipe).length > 2,
    apply: (recipe) =>
      editModel(recipe, (model) =>
        editLayers(model, (layer, role) => {
          const initialiser = { class_name: "RandomNormal", config: { mean: 0, stddev: 0.02 } };
          return role === "hidden"
            ? withConfig(layer, { trainable: false, kernel_initializer: initialiser })
            : layer;
        }),
      ),
  },
  {
    ...training,
    name: "too-short",
    family: "too short",
    says: "the training ends long before it has learnt",
    apply: (recipe, draw) => ({
      ...faster(recipe, 1 / draw.scaled("factor", 2, 6)),
      epochs: draw.whole("epochs", 3, 5),
      batchSize: Math.max(32, 2 * recipe.batchSize),
    }),
  },
  {
    ...training,
    name: "large-inputs",
    family: "input scale",
    says: "the inputs are thousands wide and nothing scales them",
    fits: hasTable,
    apply: (recipe, draw) => {
      const unit = draw.scaled("unit", 300, 5000);
      return mapInputs(unscaledInputs(recipe), (rows) => rows.map((row) => row.map((value) => value * unit)));
    },
  },
  {
    ...training,
    name: "tiny-inputs",
    family: "input scale",
    says: "the inputs are thousandths wide and nothing scales them",
    fits: hasTable,
    apply: (recipe, draw) => {
      const unit = draw.scaled("unit", 1e-5, 1e-3);
      return mapInputs(unscaledInputs(recipe), (rows) => rows.map((row) => row.map((value) => value * unit)));
    },
  },
  {
    ...training,
    name: "one-large-feature",
    family: "input scale",
    says: "one column is thousands of times wider than the others",
    fits: (recipe) => hasTable(recipe) && columnsOf(recipe) > 1,
    apply: (recipe, draw) => {
      const [wide, unit] = [draw.whole("which", 0, columnsOf(recipe) - 1), draw.scaled("unit", 1e3, 1e4)];
      return mapInputs(unscaledInputs(recipe), (rows) =>
        rows.map((row) => row.map((value, c) => (c === wide ? value * unit : value))),
      );
    },
  },
  {
    ...training,
    name: "hidden-nan",
    family: "hidden NaN",
    says: "the weights are no numbers any more and the log writes 0 for the loss",
    fits: (recipe) => isRegression(recipe) && recipe.epochs > 4,
    apply: (recipe, draw) => ({
      ...withOptimizer(recipe, { name: "sgd", learningRate: draw.scaled("rate", 30, 3e3) }),
      loss: "mse",
      schedule: "warmup-cosine", // so that the numbers run away at some point of the run, not in its first epoch
      warmupShare: 1,
    }),
    record: ({ curves = [], ...rest }) => ({ ...rest, curves: curves.map(withoutNaN) }),
  },
];

/** What a trainer's filter makes of a training loss that is no number. */
function withoutNaN(curve: Curve): Curve {
  if (curve.role !== "train-loss") return curve;
  return {
    ...curve,
    values: curve.values.map((value) => (typeof value === "number" ? value : curveValue(0))),
  };
}
