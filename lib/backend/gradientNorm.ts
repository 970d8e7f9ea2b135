import * as tf from "@tensorflow/tfjs";
import { fusedAdamW } from "./fusedAdamW";
import { nativeAdamW } from "./nativeAdamW";
import { plainAdamW } from "./plainAdamW";
import { tunedKernelsActive } from "./tunedKernels";

/** The implementation that the current backend can run. */
export function adamWImplementation(): typeof plainAdamW {
  if (tf.getBackend() === "tensorflow") return nativeAdamW;
  return tf.getBackend() === "wasm" && tunedKernelsActive() ? fusedAdamW : plainAdamW;
}

/** ‖g‖ over all tensors together, √Σ g²; disposes nothing. */
export function globalNorm(gradients: readonly tf.Tensor[]): number {
  return Math.sqrt(adamWImplementation().sumOfSquares(gradients));
}

/** What a gradient of this global norm is multiplied with: min(1, clipNorm / (norm + 1e-6)); NaN stays NaN. */
export function clipFactor(norm: number, clipNorm: number): number {
  return Math.min(1, clipNorm / (norm + 1e-6));
}
