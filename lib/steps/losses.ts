import * as tf from "@tensorflow/tfjs";
import type { Scalar, Tensor } from "@tensorflow/tfjs-core/dist/tensor";
import { type LossKind } from "./trainStep";

/** Mean squared error over all numbers; its gradient is 2 r / n. */
export function mse(prediction: Tensor, target: Tensor): Scalar {
  return tf.mean(tf.square(tf.sub(prediction, target)));
}

/** r² / 2 where |r| ≤ delta, else delta (|r| − delta / 2). Source: Huber 1964. */
export function huber(prediction: Tensor, target: Tensor, delta: number): Scalar {
  const size = tf.abs(tf.sub(prediction, target));
  const square = tf.minimum(size, delta); // the part of |r| that is squared
  const straight = tf.sub(size, square);
  return tf.mean(tf.add(tf.mul(tf.square(square), 0.5), tf.mul(straight, delta)));
}

/** Huber divided by beta: slope ±1 beyond beta, whatever beta is. */
export function smoothL1(prediction: Tensor, target: Tensor, beta: number): Scalar {
  return tf.div(huber(prediction, target, beta), beta);
}

/** The loss of a config, mean over all numbers; shapes must agree exactly. */
export function lossOf(
  { loss, beta }: { readonly loss: LossKind; readonly beta: number },
  prediction: Tensor,
  target: Tensor,
): Scalar {
  tf.util.assertShapesMatch(prediction.shape, target.shape, "loss: prediction and target: ");
  switch (loss) {
    case "mse":
      return mse(prediction, target);
    case "huber":
      return huber(prediction, target, beta);
    case "smooth-l1":
      return smoothL1(prediction, target, beta);
  }
}
