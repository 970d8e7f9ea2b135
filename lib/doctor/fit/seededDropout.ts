import * as tf from "@tensorflow/tfjs";
import { splitRng, type Rng } from "../../math/rng";
import { dropoutMask } from "../../model/dropoutMask";
import { layersOf } from "./layersOf";

/** Chooses the micro-batch whose masks the next forward pass in training mode is given. */
export type SeededDropout = (microBatch: number) => void;

/** Layers of tfjs that draw numbers of their own while training. */
const OTHERS = ["GaussianNoise", "GaussianDropout", "AlphaDropout", "SpatialDropout1D"];

/**
 * Takes the draws out of a model's dropout layers: from now on they multiply with masks of (seed, micro-batch), in
 * the order they are reached, as our trainer's do. Errors: a noise layer other than Dropout, by name.
 */
export function seedDropout(model: tf.LayersModel, seed: number): SeededDropout {
  const layers = layersOf(model);
  const other = layers.find((layer) => OTHERS.includes(layer.getClassName()));
  if (other !== undefined) {
    throw new Error(
      `layer ${other.name}: expected Dropout, got ${other.getClassName()}; its draws cannot be seeded, use Dropout`,
    );
  }
  let stream = dropoutStream(seed, 0);
  for (const layer of layers) {
    if (layer.getClassName() === "Dropout") {
      const rate = Number(layer.getConfig()["rate"]);
      layer.call = (inputs, kwargs) =>
        dropped(one(inputs), rate, kwargs["training"] === true ? stream : undefined);
    }
  }
  return (microBatch) => {
    stream = dropoutStream(seed, microBatch);
  };
}

function one(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
  const tensor = Array.isArray(inputs) ? inputs[0] : inputs;
  if (tensor === undefined) throw new Error("dropout: expected one input, got none; check the model");
  return tensor;
}

function dropped(x: tf.Tensor, rate: number, stream: Rng | undefined): tf.Tensor {
  return tf.tidy(() =>
    stream === undefined || rate === 0
      ? tf.clone(x)
      : tf.mul(x, tf.tensor(dropoutMask(stream, x.size, rate), x.shape)),
  );
}

/** The stream that `dropoutMasks` of our trainer draws from, site after site. */
function dropoutStream(seed: number, microBatch: number): Rng {
  return splitRng(seed, `dropout/${microBatch}`);
}
