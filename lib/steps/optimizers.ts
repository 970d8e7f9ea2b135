import * as tf from "@tensorflow/tfjs";

export { clipFactor } from "../backend/gradientNorm";

/** AdamW's constants, PyTorch's defaults. */
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

export interface StepSize {
  readonly learningRate: number;
  readonly weightDecay: number;
}

/** w ← w − lr (g + decay · w), PyTorch's SGD without momentum. Returns a new tensor. */
export function sgd(
  weight: tf.Tensor,
  gradient: tf.Tensor,
  { learningRate, weightDecay }: StepSize,
): tf.Tensor {
  const total = weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(weight, weightDecay));
  return tf.sub(weight, tf.mul(total, learningRate));
}
