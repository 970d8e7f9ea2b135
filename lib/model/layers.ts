import * as tf from "@tensorflow/tfjs";

/** Parameters as tensors, by name. */
export type TensorWeights = Readonly<Record<string, tf.Tensor>>;

/** A parameter by name; an error names the one that is missing. */
export function weightOf(weights: TensorWeights, name: string): tf.Tensor {
  const tensor = weights[name];
  if (tensor === undefined) throw new Error(`weights: expected ${name}, got none; use weights of this model`);
  return tensor;
}

/** x W + b on the last axis: [..., in] → [..., out]. */
export function dense(weights: TensorWeights, name: string, x: tf.Tensor): tf.Tensor {
  const weight = weightOf(weights, `${name}.weight`) as tf.Tensor2D;
  const [fanIn, fanOut] = weight.shape;
  const rows = tf.reshape<tf.Rank.R2>(x, [-1, fanIn]);
  const product = tf.add(tf.matMul(rows, weight), weightOf(weights, `${name}.bias`));
  return tf.reshape(product, [...x.shape.slice(0, -1), fanOut]);
}

/** From here on erf is ±1 in float32, and its slope below 3e-16. */
const ERF_ENDS = 6;

/**
 * GELU in its exact form, x Φ(x) = x (1 + erf(x / √2)) / 2, with slope 0 or 1 where erf has ended: units that died would
 * send back gradients of 1e-38 and less, and each operation on one costs a hundred times more.
 * Source: Hendrycks and Gimpel 2016.
 */
export function gelu(x: tf.Tensor): tf.Tensor {
  const y = tf.clipByValue(tf.mul(x, Math.SQRT1_2), -ERF_ENDS, ERF_ENDS);
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(y), 1));
}

/** (x − mean) / √(variance + 1e-5) over the last axis, without gain and shift. */
export function normalise(x: tf.Tensor): tf.Tensor {
  const centred = tf.sub(x, tf.mean(x, -1, true));
  const variance = tf.mean(tf.square(centred), -1, true);
  return tf.div(centred, tf.sqrt(tf.add(variance, 1e-5)));
}

/** Layer norm with gain and shift. Source: Ba, Kiros and Hinton 2016. */
export function layerNorm(weights: TensorWeights, name: string, x: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(normalise(x), weightOf(weights, `${name}.weight`)), weightOf(weights, `${name}.bias`));
}
