import * as tf from "@tensorflow/tfjs";
import { at } from "../../math/at";
import { forward, tensorOf, withPenalty, type Ready } from "./ready";
import { type RowSet } from "./rowSets";

/** The variables of a model that training moves, in the order of `trainableWeights`. */
export function trainedVariables(model: tf.LayersModel): tf.Variable[] {
  return model.trainableWeights.map(({ name }) => {
    const variable = tf.engine().registeredVariables[name];
    if (variable !== undefined) return variable;
    throw new Error(`weight ${name}: expected a variable of tfjs, got none; make the model anew`);
  });
}

/**
 * Loss (penalties included) and gradient of one batch, a gradient for each weight; the caller disposes the gradients.
 * In evaluation mode nothing is drawn and no average moves.
 */
export function gradientsOf(
  { model, loss, weights }: Pick<Ready, "model" | "loss"> & { readonly weights: readonly tf.Variable[] },
  batch: RowSet,
  training = true,
): { readonly loss: number; readonly gradients: tf.Tensor[] } {
  const { value, grads } = differentiated(
    () => withPenalty(model, loss(tensorOf(batch.targets), forward(model, batch.inputs, training))),
    weights,
  );
  const gradients = weights.map(({ name, shape }) => grads[name] ?? tf.zeros(shape));
  const result = { loss: at(value.dataSync(), 0), gradients };
  value.dispose();
  return result;
}

/** tfjs keeps what the way back would need when something throws on the way: it is freed here. */
function differentiated(
  of: () => tf.Scalar,
  weights: readonly tf.Variable[],
): ReturnType<typeof tf.variableGrads> {
  try {
    return tf.tidy(() => tf.variableGrads(of, [...weights]));
  } catch (error) {
    for (const { saved = [] } of tf.engine().state.activeTape) tf.dispose(saved);
    throw error;
  }
}
