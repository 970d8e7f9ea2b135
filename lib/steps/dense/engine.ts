import { availableParallelism } from "node:os";
import { wasmBinary } from "../../backend/kernelModule";
import { startCrew, type Crew } from "./crew";
import { type HeadLayer } from "./headLayers";
import { layoutOf, type LayerPlace, type Layout } from "./layout";
import { plainKernels } from "./plainKernels";
import { wasmKernels } from "./wasmKernels";

/** One memory, what lies where in it, and the threads that work on it. */
export interface Engine {
  readonly layout: Layout;
  readonly crew: Crew;
  /** The memory as float32 and as float64. */
  readonly floats: Float32Array;
  readonly doubles: Float64Array;
}

export interface EngineOptions {
  /** Threads at work, the caller's included. Default: one per core. The numbers do not depend on it. */
  readonly threads?: number;
  /** Kernels; default wasm where the engine can, else plain. The numbers do not depend on it. */
  readonly kernels?: "wasm" | "plain";
  /** Receives one line when a slower path is taken. Default console.warn. */
  readonly log?: (line: string) => void;
}

const PAGE = 65_536;

/** Starts memory and workers for these layers: the fastest way this machine has, the same numbers on each. */
export function startEngine(layers: readonly HeadLayer[], rows: number, options: EngineOptions): Engine {
  const log = options.log ?? ((line: string): void => console.warn(line));
  const layout = layoutOf(layers, rows, threadCount(options));
  const { buffer, crew } =
    (options.kernels === "plain" ? undefined : startShared(layout, log)) ?? startPlain(layout, log);
  const engine = { layout, crew, floats: new Float32Array(buffer), doubles: new Float64Array(buffer) };
  layout.layers.forEach((place) => writeOnes(engine.floats, place, rows));
  return engine;
}

function threadCount({ threads = availableParallelism() }: EngineOptions): number {
  if (Number.isInteger(threads) && threads >= 1 && threads <= 64) return threads;
  throw new Error(`dense step: expected 1 to 64 threads, got ${threads}; leave it out for one per core`);
}

/** The column of ones behind every row of inputs, and LayerNorm's two unit rows. */
function writeOnes(floats: Float32Array, { x, xStride, block, norm }: LayerPlace, rows: number): void {
  for (const address of x) {
    for (let r = 0; r < rows; r++) floats[(address + r * xStride) / 4 + block.split] = 1;
  }
  if (norm === undefined) return;
  floats[norm.identity / 4] = 1; // [1, 0, 0, 0]
  floats[norm.identity / 4 + 5] = 1; // [0, 1, 0, 0]
}

type Started = { readonly buffer: ArrayBufferLike; readonly crew: Crew };

function startPlain(layout: Layout, log: (line: string) => void): Started {
  const buffer = new ArrayBuffer(layout.bytes);
  const [scratch = 0] = layout.scratch;
  return { buffer, crew: startCrew({ kernels: plainKernels(buffer), buffer, workers: [], scratch, log }) };
}

/** WebAssembly on shared memory; undefined where that cannot be, and why is logged. */
function startShared(layout: Layout, log: (line: string) => void): Started | undefined {
  const binary = wasmBinary("denseStep");
  const memory = typeof SharedArrayBuffer === "undefined" ? undefined : sharedMemory(layout.bytes);
  if (memory === undefined || !WebAssembly.validate(binary)) {
    log(`dense step: ${missing(layout, memory)}; plain JavaScript on one thread, much slower, same numbers`);
    return undefined;
  }
  const module = new WebAssembly.Module(binary);
  const { buffer } = memory;
  const [scratch = 0, ...others] = layout.scratch;
  const workers = others.map((own) => ({ module, memory, scratch: own }));
  return { buffer, crew: startCrew({ kernels: wasmKernels(module, memory), buffer, workers, scratch, log }) };
}

function missing({ bytes }: Layout, memory: WebAssembly.Memory | undefined): string {
  if (typeof SharedArrayBuffer === "undefined") return "no shared memory here";
  return memory === undefined ? `no room for ${bytes} bytes of shared memory` : "no WebAssembly SIMD here";
}

/** Undefined where the system refuses the memory. */
function sharedMemory(bytes: number): WebAssembly.Memory | undefined {
  const pages = Math.ceil(bytes / PAGE);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  } catch {
    return undefined;
  }
}
