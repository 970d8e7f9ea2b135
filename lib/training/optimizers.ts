import * as tf from "@tensorflow/tfjs";

/** AdamW's constants, PyTorch's defaults. */
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** One parameter's AdamW state; `first` and `second` are its moments. */
export interface AdamState {
  readonly weight: tf.Tensor;
  readonly first: tf.Tensor;
  readonly second: tf.Tensor;
}

export interface StepSize {
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Number of this update, from 1. */
  readonly t: number;
}

/**
 * w ← w (1 − lr·decay); m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²;
 * w ← w − lr / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε). Returns new tensors; disposes nothing.
 * Source: Loshchilov and Hutter 2017 (decoupled weight decay), in PyTorch's order of operations.
 */
export function adamW(
  { weight, first, second }: AdamState,
  gradient: tf.Tensor,
  { learningRate, weightDecay, t }: StepSize,
): AdamState {
  const { beta1, beta2, epsilon } = ADAM;
  const m = tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1));
  const v = tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2));
  const root = tf.add(tf.div(tf.sqrt(v), Math.sqrt(1 - beta2 ** t)), epsilon);
  const move = tf.mul(tf.div(m, root), learningRate / (1 - beta1 ** t));
  return { weight: tf.sub(tf.mul(weight, 1 - learningRate * weightDecay), move), first: m, second: v };
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

/** What a gradient of this global norm is multiplied with: min(1, clipNorm / (norm + 1e-6)); NaN stays NaN. */
export function clipFactor(norm: number, clipNorm: number): number {
  const factor = clipNorm / (norm + 1e-6);
  return factor > 1 ? 1 : factor;
}
