import { COORDINATES } from "../../geometry/trajectory";
import { startEngine, type EngineOptions } from "./engine";
import { headLayers } from "./headLayers";

/** Passes over memory: enough to meet a quiet moment. */
const PASSES = 40;

/** Bytes a step must move per parameter: w, m, v read and written, and w read once more for the inputs' gradient. */
const STEP_BYTES = 28;

/** Bytes one pass moves: three arrays read and written in place. */
const PASS_BYTES = 24;

export interface MemoryFloorOptions extends EngineOptions {
  /** Width of the pooled feature. */
  readonly hidden: number;
  /** Milliseconds now; the caller's clock. */
  readonly now: () => number;
}

/**
 * Milliseconds below which no exact float32 Adam step over the new-fusion head can be: 28 bytes a parameter at
 * the speed with which these threads read and write the very arrays of weights and moments, fastest of 40 passes.
 */
export function memoryFloor({ hidden, now, ...options }: MemoryFloorOptions): number {
  const { crew, layout } = startEngine(headLayers({ hidden, fusion: "after" }, COORDINATES), 1, options);
  let fastest = Infinity;
  for (let pass = 0; pass < PASSES; pass++) {
    const from = now();
    for (const { block } of layout.layers) {
      const { weights, first, second, panelStride, count, panels } = block;
      crew.run({ kind: "stream", weights, first, second, panelStride, count }, panels);
    }
    fastest = Math.min(fastest, now() - from);
  }
  crew.dispose();
  return (fastest * STEP_BYTES) / PASS_BYTES;
}
