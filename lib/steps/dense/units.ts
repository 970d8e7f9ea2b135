import { PANEL_BYTES, type Kernels } from "./kernels";
import { type Phase, type PhaseOf } from "./phases";

/** Inputs of one unit of the backward phase, and rows of weights that stay in the first cache. */
export const INPUT_BLOCK = 64;

/** Kept rows of one unit of the gram phase. */
export const ROW_BLOCK = 4;

/** The clip factor follows AdamW's six constants. */
export const CONSTANT_FLOATS = 7;

/**
 * Runs one unit of a phase. Units of a phase write apart and each sums in its own fixed order, so who runs
 * which, and when, changes no bit. `scratch` is the caller's own.
 */
export function runUnit(kernels: Kernels, phase: Phase, unit: number, scratch: number): void {
  switch (phase.kind) {
    case "advance":
      advance(kernels, phase, unit);
      break;
    case "measure":
      measure(kernels, phase, unit, scratch);
      break;
    case "normalise":
      normalise(kernels, phase, unit);
      break;
    case "backward":
      backward(kernels, phase, unit, scratch);
      break;
    case "normaliseBackward":
      normaliseBackward(kernels, phase, unit);
      break;
    case "affineGradient":
      affineGradient(kernels, phase, unit);
      break;
    case "gram":
      gram(kernels, phase, unit, scratch);
      break;
    case "stream":
      stream(kernels, phase, unit);
  }
}

/** Updates and multiplies block by block: the new weights are still in the cache when the rows pass. */
function advance(kernels: Kernels, phase: PhaseOf<"advance">, unit: number): void {
  const { pendingRows, pendingX, constants, x, xStride, stride, rows, count } = phase;
  const column = unit * PANEL_BYTES;
  const panel = unit * phase.panelStride;
  const delta = phase.pendingDelta + column;
  const z = phase.z + column;
  if (pendingRows > 0) kernels.scale(delta, stride, pendingRows, constants + 4 * (CONSTANT_FLOATS - 1));
  if (rows > 0) kernels.clear(z, stride, rows);
  for (let k = 0; k < count; k += INPUT_BLOCK) {
    const size = Math.min(INPUT_BLOCK, count - k);
    const at = panel + k * PANEL_BYTES;
    const w = phase.weights + at;
    if (pendingRows > 0) {
      const [m, v] = [phase.first + at, phase.second + at];
      kernels.update(pendingX + 4 * k, xStride, delta, stride, pendingRows, w, m, v, size, constants);
    }
    if (rows > 0) kernels.forward(x + 4 * k, xStride, w, size, z, stride, rows);
  }
  if (rows > 0 && phase.activated === 1) {
    const mask = phase.mask === 0 ? 0 : phase.mask + column;
    kernels.activate(z, mask, phase.out + column, phase.gate + column, stride, rows);
  }
}

/** Row `split` of a panel holds the biases, the rows before it weights. */
function measure(kernels: Kernels, phase: PhaseOf<"measure">, unit: number, scratch: number): void {
  const { pendingX, xStride, stride, pendingRows, constants, count, split } = phase;
  const panel = unit * phase.panelStride;
  const delta = phase.pendingDelta + unit * PANEL_BYTES;
  const [w, m, v] = [phase.weights + panel, phase.first + panel, phase.second + panel];
  const sums = phase.sums + 32 * unit;
  const floats = PANEL_BYTES / 4;
  kernels.copy(w, scratch, count * floats);
  kernels.scale(delta, stride, pendingRows, constants + 4 * (CONSTANT_FLOATS - 1));
  kernels.update(pendingX, xStride, delta, stride, pendingRows, w, m, v, count, constants);
  kernels.moved(scratch, w, split * floats, sums);
  kernels.moved(scratch + split * PANEL_BYTES, w + split * PANEL_BYTES, floats, sums + 16);
}

function normalise(kernels: Kernels, phase: PhaseOf<"normalise">, unit: number): void {
  const { width, affine, stride } = phase;
  const row = unit * stride;
  const z = phase.z + row;
  kernels.normalise(z, width, affine, phase.hat + row, z, phase.inverse + 8 * unit);
  for (let column = row; column < row + 4 * width; column += PANEL_BYTES) {
    const mask = phase.mask === 0 ? 0 : phase.mask + column;
    kernels.activate(phase.z + column, mask, phase.out + column, phase.gate + column, stride, 1);
  }
}

function backward(kernels: Kernels, phase: PhaseOf<"backward">, unit: number, scratch: number): void {
  const k = unit * INPUT_BLOCK;
  const size = Math.min(INPUT_BLOCK, phase.inputs - k);
  const gate = phase.gate === 0 ? 0 : phase.gate + 4 * k;
  kernels.backward(
    ...[phase.delta, phase.deltaStride, phase.weights + k * PANEL_BYTES, phase.panels, phase.panelStride],
    ...[size, phase.dx + 4 * k, phase.dxStride, gate, phase.rows, scratch],
  );
}

function normaliseBackward(kernels: Kernels, phase: PhaseOf<"normaliseBackward">, unit: number): void {
  const row = unit * phase.stride;
  const inverse = phase.inverse + 8 * unit;
  const { dy, width, affine, hat, delta } = phase;
  kernels.normaliseBackward(dy + row, width, affine, hat + row, inverse, delta + row);
}

function stream(kernels: Kernels, phase: PhaseOf<"stream">, unit: number): void {
  const panel = unit * phase.panelStride;
  const floats = (phase.count * PANEL_BYTES) / 4;
  kernels.stream(phase.weights + panel, phase.first + panel, phase.second + panel, floats);
}

function affineGradient(kernels: Kernels, phase: PhaseOf<"affineGradient">, unit: number): void {
  const { dy, hat, stride, rows, gradient } = phase;
  const column = unit * PANEL_BYTES;
  const dgamma = gradient + column;
  kernels.affineGradient(dy + column, hat + column, stride, rows, dgamma, dgamma + stride);
}

/**
 * ‖xᵀδ‖² = Σ_ab (x_a·x_b)(δ_a·δ_b) for a of this block and b up to its end; pairs with an earlier block count
 * twice, for both orders. The biases' share is Σ_ab δ_a·δ_b.
 */
function gram(kernels: Kernels, phase: PhaseOf<"gram">, unit: number, scratch: number): void {
  const { x, xStride, inputs, delta, deltaStride, outputs, rows, sums } = phase;
  const start = unit * ROW_BLOCK;
  const end = Math.min(start + ROW_BLOCK, rows);
  const deltas = scratch + 8 * ROW_BLOCK * end;
  kernels.dots(end - start, x + start * xStride, x, xStride, end, inputs, scratch);
  kernels.dots(end - start, delta + start * deltaStride, delta, deltaStride, end, outputs, deltas);
  kernels.pairs(scratch, deltas, start, end, sums + 16 * unit);
}
