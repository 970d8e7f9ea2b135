import type * as tf from "@tensorflow/tfjs";
import { COORDINATES } from "../geometry/trajectory";
import { drop, type Masks } from "./fusion";
import { dense, gelu, type TensorWeights } from "./layers";
import { denseParameters, type Parameter } from "./parameters";

/** The layer that writes coordinates; initialisation treats it apart. */
export const OUTPUT_LAYER = "head.3";

/** h→2h, 2h→2h, 2h→h, h→90. */
export function headParameters(hidden: number): Parameter[] {
  return [
    ...denseParameters("head.0", hidden, 2 * hidden),
    ...denseParameters("head.1", 2 * hidden, 2 * hidden),
    ...denseParameters("head.2", 2 * hidden, hidden),
    ...denseParameters(OUTPUT_LAYER, hidden, COORDINATES),
  ];
}

/** What the head makes of a feature. */
export interface HeadOutput {
  /** [B, 90]. */
  readonly output: tf.Tensor2D;
  /** Behind each hidden layer, and what went into its GELU, by layer. */
  readonly hiddens: Readonly<Record<string, tf.Tensor>>;
  readonly beforeGelu: Readonly<Record<string, tf.Tensor>>;
}

/** [B, h] → what each layer makes of it: GELU and dropout after every layer but the last. */
export function runHead(weights: TensorWeights, fused: tf.Tensor, masks: Masks = {}): HeadOutput {
  const hiddens: Record<string, tf.Tensor> = {};
  const beforeGelu: Record<string, tf.Tensor> = {};
  let x = fused;
  for (const layer of ["head.0", "head.1", "head.2"]) {
    const linear = dense(weights, layer, x);
    x = drop(masks, layer, gelu(linear));
    beforeGelu[layer] = linear;
    hiddens[layer] = x;
  }
  return { output: dense(weights, OUTPUT_LAYER, x) as tf.Tensor2D, hiddens, beforeGelu };
}
