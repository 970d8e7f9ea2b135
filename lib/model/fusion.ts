import * as tf from "@tensorflow/tfjs";
import { dense, gelu, layerNorm, type TensorWeights } from "./layers";
import { denseParameters, normParameters, type Parameter } from "./parameters";
import { type Side } from "./side";

/** Dropout multipliers by site; a site that is absent drops nothing. */
export type Masks = Readonly<Record<string, tf.Tensor>>;

/** x · mask where the site has one. */
export function drop(masks: Masks, site: string, x: tf.Tensor): tf.Tensor {
  const mask = masks[site];
  return mask === undefined ? x : tf.mul(x, mask);
}

/** The fusion block's parameters for a feature of width h; `inputs` is what it reads where that is wider. */
export function fusionParameters(hidden: number, side: Side, inputs = hidden): Parameter[] {
  if (side === "after") return denseParameters("fusion.linear", inputs, hidden);
  return [
    ...denseParameters("fusion.expand", inputs, 2 * hidden),
    ...normParameters("fusion.norm", 2 * hidden),
    ...denseParameters("fusion.contract", 2 * hidden, hidden),
  ];
}

/**
 * [B, h] → [B, h]. before: linear h→2h, LayerNorm, GELU, dropout .1, linear 2h→h;
 * after: linear h→h, GELU, dropout .1. `beforeGelu` is what goes into its GELU.
 */
export function fuse(
  weights: TensorWeights,
  feature: tf.Tensor2D,
  side: Side,
  masks: Masks = {},
): { readonly fused: tf.Tensor; readonly beforeGelu: tf.Tensor } {
  if (side === "after") {
    const linear = dense(weights, "fusion.linear", feature); // [B, h]
    return { fused: drop(masks, "fusion", gelu(linear)), beforeGelu: linear };
  }
  const wide = layerNorm(weights, "fusion.norm", dense(weights, "fusion.expand", feature)); // [B, 2h]
  const fused = dense(weights, "fusion.contract", drop(masks, "fusion", gelu(wide))); // [B, h]
  return { fused, beforeGelu: wide };
}
