import * as tf from "@tensorflow/tfjs";
import { addressOf, kernelModule, type WasmBackend } from "./kernelModule";
import { type AdamWSlot, type AdamWStep } from "./plainAdamW";

/** AdamW on the WASM heap: one pass reads w, g, m, v and writes w, m, v, 28 bytes a parameter. */
export const fusedAdamW = {
  sumOfSquares(gradients: readonly tf.Tensor[]): number {
    const backend = wasmBackend();
    const { kernels } = kernelModule(backend);
    return gradients.reduce((sum, g) => sum + kernels.sumOfSquares(addressOf(backend, g), g.size), 0);
  },

  update(slots: readonly AdamWSlot[], step: AdamWStep): void {
    for (const slot of slots) updateOne(slot, step);
  },
};

function updateOne({ variable, gradient, first, second, decay, rate }: AdamWSlot, step: AdamWStep): void {
  for (const written of [variable, first, second]) ownData(written);
  const backend = wasmBackend();
  const [w = 0, g = 0, m = 0, v = 0] = [variable, gradient, first, second].map((x) => addressOf(backend, x));
  const { clip, beta1, beta2, rootCorrection2, epsilon } = step;
  const constants = [clip, decay, rate, 1 - beta1, beta2, 1 - beta2, rootCorrection2, epsilon] as const;
  kernelModule(backend).kernels.adamW(w, g, m, v, variable.size, ...constants);
  forgetPacked(backend, variable);
}

function wasmBackend(): WasmBackend {
  return tf.backend() as unknown as WasmBackend;
}

/** Gives a variable numbers of its own when a clone shares them: writing in place must not change the clone. */
function ownData(variable: tf.Variable): void {
  if (tf.backend().refCount(variable.dataId) === 1) return;
  tf.tidy(() => variable.assign(tf.tensor(variable.dataSync(), variable.shape)));
}

/**
 * Stock kernels keep packed copies of weights by tensor id, so numbers written in place need the id's old
 * copies dropped: the tensor is taken out of the native table and entered again.
 */
function forgetPacked(backend: WasmBackend, variable: tf.Variable): void {
  const { id, memoryOffset } = backend.dataIdMap.get(variable.dataId);
  backend.wasm.tfjs.disposeData(id);
  backend.wasm.tfjs.registerTensor(id, variable.size, memoryOffset);
}
