import type * as tf from "@tensorflow/tfjs";

/** Where a model's output begins: the place in `model.layers` of the last layer with weights. What follows belongs to it. */
export function outputPlace({ layers }: tf.LayersModel): number {
  return layers.findLastIndex(({ weights }) => weights.length > 0);
}
