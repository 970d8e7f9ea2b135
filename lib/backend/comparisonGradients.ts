import * as tf from "@tensorflow/tfjs";

/** Operations with two inputs whose result, true or false, does not change under a small change of either. */
const OF_TWO = [
  tf.Less,
  tf.LessEqual,
  tf.Greater,
  tf.GreaterEqual,
  tf.Equal,
  tf.NotEqual,
  tf.LogicalAnd,
  tf.LogicalOr,
] as const;

/** The same with one input. */
const OF_ONE = [tf.LogicalNot, tf.IsNan, tf.IsInf, tf.IsFinite] as const;

/**
 * Gives comparisons the gradient 0, which tfjs refuses to differentiate ("gradient function not found for Less"), so
 * that a loss may say `tf.where(r.less(1), …)`. A gradient that is registered already stays. For all backends.
 */
export function registerComparisonGradients(): void {
  for (const kernelName of OF_TWO) register(kernelName, ["a", "b"]);
  for (const kernelName of OF_ONE) register(kernelName, ["x"]);
}

function register(kernelName: string, inputs: readonly string[]): void {
  if ((tf.getGradient(kernelName) as tf.GradConfig | undefined) !== undefined) return;
  tf.registerGradient({
    kernelName,
    inputsToSave: [...inputs],
    gradFunc: (_, saved) =>
      Object.fromEntries(inputs.map((input, i) => [input, () => tf.zeros(saved[i]?.shape ?? [], "float32")])),
  });
}
