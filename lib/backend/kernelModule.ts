import { type BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type * as tf from "@tensorflow/tfjs";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** What lib/backend/assembly/kernels.ts exports; addresses are byte offsets into the backend's memory. */
interface KernelExports {
  readonly SCRATCH_BYTES: WebAssembly.Global;
  matMul(...parameters: MatMulParameters): void;
  sumOfSquares(address: number, length: number): number;
  adamW(...parameters: AdamWParameters): void;
}

/** In the kernel's order, so that a changed signature does not compile; strides in elements. */
export type MatMulParameters = [
  ...[a: number, aRow: number, aColumn: number],
  ...[b: number, bRow: number, bColumn: number],
  ...[c: number, rows: number, columns: number, depth: number],
  /** 1 adds the product to c, 0 writes it. */
  add: 0 | 1,
  scratch: number,
];

export type AdamWParameters = [
  ...[weight: number, gradient: number, first: number, second: number, length: number],
  ...[clip: number, decay: number, rate: number, oneMinusBeta1: number],
  ...[beta2: number, oneMinusBeta2: number, rootCorrection2: number, epsilon: number],
];

export interface KernelModule {
  readonly kernels: KernelExports;
  /** Room that kernels may use while they run; kept for the life of the backend. */
  readonly scratch: number;
}

/** The part of the Emscripten module that its published types leave out. */
interface EmscriptenModule {
  readonly asm: { readonly memory: WebAssembly.Memory };
  _malloc(bytes: number): number;
}

/** What kernels use of tfjs's WASM backend. */
export type WasmBackend = Pick<
  BackendWasm,
  "wasm" | "dataIdMap" | "makeOutput" | "disposeData" | "typedArrayFromHeap"
>;

const modules = new WeakMap<WasmBackend, KernelModule>();

/** The bytes of a module that `npm run build` made from lib/backend/assembly. */
export function wasmBinary(name: string): Uint8Array<ArrayBuffer> {
  const library = dirname(createRequire(__filename).resolve("seven-fixes/package.json"));
  return new Uint8Array(readFileSync(join(library, "dist", "backend", `${name}.wasm`)));
}

/** Our kernels, instantiated on the memory of a WASM backend, so that its tensors need no copy. */
export function kernelModule(backend: WasmBackend): KernelModule {
  const known = modules.get(backend);
  if (known) return known;
  const stock = backend.wasm as unknown as EmscriptenModule;
  const module = new WebAssembly.Module(wasmBinary("kernels"));
  const instance = new WebAssembly.Instance(module, { env: { memory: stock.asm.memory } });
  const kernels = instance.exports as unknown as KernelExports;
  const created = { kernels, scratch: stock._malloc(kernels.SCRATCH_BYTES.value as number) >>> 0 };
  modules.set(backend, created);
  return created;
}

/** Where a tensor's numbers lie; read it after all outputs of a kernel are allocated. */
export function addressOf(backend: WasmBackend, tensor: tf.TensorInfo): number {
  return backend.dataIdMap.get(tensor.dataId).memoryOffset;
}

/** Allocates a float32 output; unlike the stock backend it notices when memory cannot grow further. */
export function allocate(backend: WasmBackend, shape: number[]): tf.TensorInfo {
  const output = backend.makeOutput(shape, "float32");
  if (addressOf(backend, output) === 0 && !shape.includes(0)) {
    throw new Error(
      `wasm memory: expected room for a tensor of shape [${shape.join(", ")}], got none; dispose tensors or use smaller batches`,
    );
  }
  return output;
}
