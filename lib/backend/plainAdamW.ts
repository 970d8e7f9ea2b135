import * as tf from "@tensorflow/tfjs";

/** What one variable's update reads and writes, and its own constants. */
export interface AdamWSlot {
  readonly variable: tf.Variable;
  readonly gradient: tf.Tensor;
  readonly first: tf.Variable;
  readonly second: tf.Variable;
  readonly decay: number;
  /** learningRate / (1 − beta1^t). */
  readonly rate: number;
}

/** The constants of one update, as float64; on WASM both implementations round them to float32 in the same places. */
export interface AdamWStep {
  readonly clip: number;
  readonly beta1: number;
  readonly beta2: number;
  /** √(1 − beta2^t). */
  readonly rootCorrection2: number;
  readonly epsilon: number;
}

/** AdamW in plain tensor operations: for every backend, and the reference of the fused one. */
export const plainAdamW = {
  sumOfSquares(gradients: readonly tf.Tensor[]): number {
    return gradients.reduce(
      (sum, gradient) => sum + tf.tidy(() => tf.sum(tf.square(gradient)).arraySync() as number),
      0,
    );
  },

  update(slots: readonly AdamWSlot[], step: AdamWStep): void {
    for (const slot of slots) updateOne(slot, step);
  },
};

function updateOne({ variable, gradient, first, second, decay, rate }: AdamWSlot, step: AdamWStep): void {
  tf.tidy(() => {
    const g = gradient.mul(step.clip);
    const m = first.add(g.sub(first).mul(1 - step.beta1));
    const v = second.mul(step.beta2).add(g.mul(g).mul(1 - step.beta2));
    const change = m.mul(rate).div(v.sqrt().div(step.rootCorrection2).add(step.epsilon));
    first.assign(m);
    second.assign(v);
    variable.assign(variable.mul(decay).sub(change));
  });
}
