import { type Kernels } from "./kernels";

/** The compiled kernels (lib/backend/assembly/denseStep.ts) on a memory shared by all threads. */
export function wasmKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
}
