import * as tf from "@tensorflow/tfjs";
import { at } from "../../math/at";

/** Does something in training mode and puts back what batch norm averaged meanwhile. */
export function keepingAverages<T>(model: tf.LayersModel, work: () => T): T {
  const weights = model.nonTrainableWeights;
  const before = tf.tidy(() => weights.map((weight) => tf.keep(tf.clone(weight.read()))));
  try {
    return work();
  } finally {
    weights.forEach((weight, i) => weight.write(at(before, i)));
    tf.dispose(before);
  }
}
