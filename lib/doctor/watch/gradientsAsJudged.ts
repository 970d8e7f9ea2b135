import * as tf from "@tensorflow/tfjs";
import { trainedVariables } from "../fit/gradients";
import { forward, tensorOf, withPenalty, type Ready } from "../fit/ready";
import { type RowSet } from "../fit/rowSets";

/**
 * Gradients of some rows in evaluation mode, one for each trainable weight: nothing is drawn and no average moves, so
 * that a training under way does not notice. The caller disposes them.
 */
export function gradientsAsJudged({ model, loss }: Pick<Ready, "model" | "loss">, rows: RowSet): tf.Tensor[] {
  const weights = trainedVariables(model);
  const { value, grads } = tf.variableGrads(
    () => withPenalty(model, loss(tensorOf(rows.targets), forward(model, rows.inputs, false))),
    weights,
  );
  value.dispose();
  return weights.map(({ name, shape }) => grads[name] ?? tf.zeros(shape));
}
