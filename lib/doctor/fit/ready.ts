import * as tf from "@tensorflow/tfjs";
import { at } from "../../math/at";
import { type Recipe } from "../recipe";
import { type Block } from "./block";
import { buildModel } from "./buildModel";
import { checkMemory } from "./memory";
import { recipeLoss, type BatchLoss } from "./recipeLoss";
import { ONLY_INPUT, rowSets, rowsIn, type RowSet, type RowSets } from "./rowSets";
import { fitScaler, type Scaler } from "./scaler";
import { seedDropout, type SeededDropout } from "./seededDropout";

/** A recipe with everything made that training and judging need. */
export interface Ready {
  readonly recipe: Recipe;
  readonly model: tf.LayersModel;
  readonly loss: BatchLoss;
  readonly dropout: SeededDropout;
  /** In the owner's units. */
  readonly sets: RowSets;
  /** What the model sees and is asked for. */
  readonly scaled: RowSets;
  readonly targetScaler: Scaler;
}

/** Checks a recipe and makes its model; `model.dispose()` frees it. Needs a started backend. */
export async function makeReady(recipe: Recipe): Promise<Ready> {
  checkNumbers(recipe);
  const sets = rowSets(recipe);
  const targetScaler = fitScaler(
    recipe.scaling?.targets ?? "none",
    sets.train.targets,
    recipe.trajectory !== undefined,
  );
  const scale = scaleInputs(recipe, sets.train);
  const scaled = (set: RowSet): RowSet => ({ inputs: scale(set), targets: targetScaler.scale(set.targets) });
  const model = await buildModel(recipe);
  checkMemory(model, Math.min(recipe.batchSize, rowsIn(sets.train)));
  return {
    recipe,
    model,
    loss: recipeLoss(recipe),
    dropout: seedDropout(model, recipe.seed),
    sets,
    scaled: {
      train: scaled(sets.train),
      validation: scaled(sets.validation),
      evaluation: scaled(sets.evaluation),
    },
    targetScaler,
  };
}

function scaleInputs({ scaling }: Recipe, train: RowSet): (set: RowSet) => RowSet["inputs"] {
  const kind = scaling?.inputs ?? "none";
  if (kind === "none") return ({ inputs }) => inputs;
  const scalers = Object.fromEntries(
    Object.entries(train.inputs).map(([name, block]) => [name, fitScaler(kind, block, false)]),
  );
  return ({ inputs }) =>
    Object.fromEntries(
      Object.entries(inputs).map(([name, block]) => [name, scalers[name]?.scale(block) ?? block]),
    );
}

function checkNumbers({ batchSize, epochs, accumulation = 1, optimizer }: Recipe): void {
  const counts = { "batch size": batchSize, accumulation, epochs: epochs + 1 };
  for (const [what, value] of Object.entries(counts)) {
    if (!Number.isInteger(value) || value < 1) {
      throw new Error(`${what}: expected a whole number, at least 1, got ${value}; correct the recipe`);
    }
  }
  if (optimizer.learningRate >= 0) return;
  throw new Error(`learning rate: expected 0 or more, got ${optimizer.learningRate}; correct the recipe`);
}

/** Inputs in the model's own order, for `apply`. Errors: an input that the model names otherwise. */
export function orderedInputs(model: tf.LayersModel, inputs: RowSet["inputs"]): tf.Tensor | tf.Tensor[] {
  const ordered = model.inputs.map(({ name }) => {
    const block = inputs[name] ?? (model.inputs.length === 1 ? inputs[ONLY_INPUT] : undefined);
    if (block !== undefined) return tensorOf(block);
    throw new Error(
      `inputs: expected one called ${name}, got ${Object.keys(inputs).join(", ")}; name them as the model does`,
    );
  });
  return ordered.length === 1 ? at(ordered, 0) : ordered;
}

/** The model's output for a batch; called inside tf.tidy. Errors: an input that the model names otherwise. */
export function forward(model: tf.LayersModel, inputs: RowSet["inputs"], training: boolean): tf.Tensor {
  const output = model.apply(orderedInputs(model, inputs), { training });
  if (output instanceof tf.Tensor) return output;
  throw new Error("model: expected one output, got several; examine one at a time");
}

/** Rows that evaluation sends through at once. */
const EVALUATED_ROWS = 256;

/** Output in evaluation mode of all rows of a set, in training units. */
export function predict({ model }: Pick<Ready, "model">, set: RowSet): Block {
  const parts: Float32Array[] = [];
  let width: readonly number[] = [];
  for (let first = 0; first < rowsIn(set); first += EVALUATED_ROWS) {
    tf.tidy(() => {
      const output = forward(model, piece(set, first).inputs, false);
      width = output.shape.slice(1);
      parts.push(output.dataSync<"float32">().slice());
    });
  }
  return { data: Float32Array.from(parts.flatMap((part) => [...part])), shape: [rowsIn(set), ...width] };
}

function piece(set: RowSet, first: number): Pick<RowSet, "inputs"> {
  const last = Math.min(rowsIn(set), first + EVALUATED_ROWS);
  return {
    inputs: Object.fromEntries(
      Object.entries(set.inputs).map(([name, { data, shape }]) => {
        const width = data.length / at(shape, 0);
        return [
          name,
          { data: data.subarray(first * width, last * width), shape: [last - first, ...shape.slice(1)] },
        ];
      }),
    ),
  };
}

/** A block as a tensor; the caller disposes it. */
export function tensorOf({ data, shape }: Block): tf.Tensor {
  return tf.tensor(data, [...shape]);
}

/** A tensor's numbers; the tensor is given away and freed. */
export function blockFrom(tensor: tf.Tensor): Block {
  const block = { data: Float32Array.from(tensor.dataSync()), shape: tensor.shape };
  tensor.dispose();
  return block;
}

/** The run's loss of predictions, penalties of the model included, both in training units. */
export function lossOfPredictions(
  { model, loss }: Pick<Ready, "model" | "loss">,
  predicted: Block,
  set: RowSet,
): number {
  return tf.tidy(() =>
    at(withPenalty(model, loss(tensorOf(set.targets), tensorOf(predicted))).dataSync(), 0),
  );
}

/** The same without penalties, of any predictions. */
export function plainLoss({ loss }: Pick<Ready, "loss">, targets: Block, predicted: Block): number {
  return tf.tidy(() => at(loss(tensorOf(targets), tensorOf(predicted)).dataSync(), 0));
}

/** A loss plus what the model's own regularisers ask. */
export function withPenalty(model: tf.LayersModel, loss: tf.Scalar): tf.Scalar {
  return model.calculateLosses().reduce((sum, penalty) => tf.add<tf.Scalar>(sum, penalty), loss);
}
