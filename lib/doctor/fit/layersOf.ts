import type * as tf from "@tensorflow/tfjs";

/** All layers of a model in their order, those of models inside it included. */
export function layersOf(model: tf.LayersModel): tf.layers.Layer[] {
  return model.layers.flatMap((layer) => ("layers" in layer ? layersOf(layer as tf.LayersModel) : [layer]));
}
