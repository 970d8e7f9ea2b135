// Kernels of the dense training step (AssemblyScript → denseStep.wasm), on a shared memory the caller owns.
//
// Every width is padded to a multiple of 32 floats, one panel. A weight matrix lies panel after panel, each
// [k][32]: a panel is one stretch of memory. Sums have one order, written at each kernel, whatever the number
// of rows, of tiles or of workers; lib/training/denseStep/plainKernels.ts states the same order in TypeScript
// and is equal to the bit. Addresses and strides are bytes, counts are numbers of floats or rows.

export { forward } from "./forward";
export { backward } from "./backward";
export { update } from "./update";
export { scale, clear, copy } from "./panel";
export { activate } from "./activation";
export { normalise, normaliseBackward, affineGradient } from "./layerNorm";
export { dots, pairs, moved } from "./norms";
export { stream } from "./memoryFloor";
