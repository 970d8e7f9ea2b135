import * as tf from "@tensorflow/tfjs";
import { batchMatMulKernel } from "./batchMatMul";
import { conv2DBackpropFilterKernel } from "./conv2DBackpropFilter";
import { fusedMatMulKernel } from "./fusedMatMul";
import { gatherKernel } from "./gather";
import { identityKernel } from "./identity";
import { wasmBinary } from "./kernelModule";
import { unsortedSegmentSumKernel } from "./unsortedSegmentSum";

const TUNED: readonly tf.KernelConfig[] = [
  batchMatMulKernel,
  fusedMatMulKernel,
  gatherKernel,
  identityKernel,
  unsortedSegmentSumKernel,
  conv2DBackpropFilterKernel,
];

let runnable: boolean | undefined;
const stock = new Map<string, tf.KernelConfig>();

/** True when this machine's WebAssembly takes our module: it needs SIMD. */
export function canRunTunedKernels(): boolean {
  return (runnable ??= WebAssembly.validate(wasmBinary("kernels")));
}

/** True while our kernels are the ones tfjs calls on its WASM backend. */
export function tunedKernelsActive(): boolean {
  return TUNED.every((kernel) => tf.getKernel(kernel.kernelName, "wasm") === kernel);
}

/** Puts our kernels in the place of tfjs-wasm's; the old ones are kept. Doing it twice changes nothing. */
export function useTunedKernels(): void {
  for (const kernel of TUNED) {
    const old = tf.getKernel(kernel.kernelName, "wasm") as tf.KernelConfig | undefined;
    if (old === kernel) continue;
    if (old) {
      stock.set(kernel.kernelName, old);
      tf.unregisterKernel(kernel.kernelName, "wasm");
    }
    tf.registerKernel(kernel);
  }
}

/** Puts tfjs-wasm's own kernels back; a kernel it lacks is taken away. */
export function useStockKernels(): void {
  for (const { kernelName } of TUNED.filter((kernel) => tf.getKernel(kernel.kernelName, "wasm") === kernel)) {
    tf.unregisterKernel(kernelName, "wasm");
    const old = stock.get(kernelName);
    if (old) tf.registerKernel(old);
  }
}
