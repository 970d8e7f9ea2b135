import { at } from "../../math/at";
import { type Engine } from "./engine";
import { type Block, type LayerPlace, type Layout } from "./layout";
import { type PhaseOf } from "./phases";
import { INPUT_BLOCK, ROW_BLOCK } from "./units";

/** Two generations of rows are kept: those of the group that gathers and those of the update still to be applied. */
export type Parity = 0 | 1;

/** Rows that pass: `rows` of them from row `start` of generation `parity`; masked unless in evaluation mode. */
export interface Passing {
  readonly parity: Parity;
  readonly start: number;
  readonly rows: number;
  readonly masked: boolean;
}

/** An update not yet applied: its rows lie in generation `parity`; no rows, no update. */
export interface Pending {
  readonly parity: Parity;
  readonly rows: number;
}

/** Nothing to apply. */
export const NONE: Pending = { parity: 0, rows: 0 };

type UpdateFields = Pick<
  PhaseOf<"measure">,
  | "weights"
  | "first"
  | "second"
  | "panelStride"
  | "count"
  | "pendingX"
  | "pendingDelta"
  | "pendingRows"
  | "constants"
>;

/** How a layer's weights take the pending update. */
function layerUpdate(
  { constants }: Layout,
  { block, x, delta }: LayerPlace,
  { parity, rows }: Pending,
): UpdateFields {
  const { weights, first, second, panelStride, count } = block;
  const pending = { pendingX: x[parity], pendingDelta: delta[parity], pendingRows: rows };
  return { weights, first, second, panelStride, count, ...pending, constants };
}

/** Every block's update with its strides; a LayerNorm's gradient is two rows behind a unit matrix. */
function blockUpdates(
  layout: Layout,
  pending: Pending,
): { block: Block; stride: number; xStride: number; fields: UpdateFields }[] {
  return layout.layers.flatMap((place) => {
    const { block, norm, stride, xStride } = place;
    const layer = { block, stride, xStride, fields: layerUpdate(layout, place, pending) };
    if (norm === undefined) return [layer];
    const { weights, first, second, panelStride, count } = norm.block;
    const rows = { pendingX: norm.identity, pendingDelta: norm.gradient, pendingRows: 2 };
    const fields = { weights, first, second, panelStride, count, ...rows, constants: layout.constants };
    return [layer, { block: norm.block, stride, xStride: 16, fields }];
  });
}

const NO_ROWS = { x: 0, z: 0, rows: 0, activated: 0, mask: 0, out: 0, gate: 0 } as const;

/** Applies the pending update to all weights. */
export function applyUpdate({ crew, layout }: Engine, pending: Pending): void {
  for (const { block, stride, xStride, fields } of blockUpdates(layout, pending)) {
    crew.run({ kind: "advance", ...fields, ...NO_ROWS, xStride, stride }, block.panels);
  }
}

/** Applies the pending update and says for every block how far it moved. */
export function measureUpdate({ crew, layout, doubles }: Engine, pending: Pending): BlockMoves[] {
  return blockUpdates(layout, pending).map(({ block, stride, xStride, fields }) => {
    const { split, panels } = block;
    crew.run({ kind: "measure", ...fields, split, xStride, stride, sums: layout.sums }, panels);
    const total = sumUnits(doubles, layout.sums, panels, 4);
    return {
      block,
      weights: { moved: at(total, 0), size: at(total, 1) },
      biases: { moved: at(total, 2), size: at(total, 3) },
    };
  });
}

/** Squared L2 norms of an update and of the values before it. */
export interface Moves {
  readonly moved: number;
  readonly size: number;
}

export interface BlockMoves {
  readonly block: Block;
  readonly weights: Moves;
  readonly biases: Moves;
}

/** Where the rows behind layer `index` go: the next layer's inputs, or the output. */
export function rowsBehind(
  layout: Layout,
  index: number,
  { parity, start }: Pick<Passing, "parity" | "start">,
): number {
  const next = layout.layers[index + 1];
  return next === undefined ? layout.output : next.x[parity] + start * next.xStride;
}

/** Sends rows through all layers; a pending update is applied on the way, so both read the weights once. */
export function passForward(engine: Engine, passing: Passing, pending: Pending): void {
  const { crew, layout } = engine;
  const { parity, start, rows } = passing;
  layout.layers.forEach((place, index) => {
    const { layer, block, norm, xStride, stride, gate } = place;
    const out = rowsBehind(layout, index, passing);
    const active = layer.site !== undefined;
    const mask = passing.masked ? place.mask : 0;
    const activated = active && norm === undefined ? 1 : 0;
    const z = active ? place.z : out;
    const x = place.x[parity] + start * xStride;
    const fields = layerUpdate(layout, place, pending);
    crew.run(
      { kind: "advance", ...fields, x, xStride, z, stride, rows, activated, mask, out, gate },
      block.panels,
    );
    if (norm !== undefined) passNorm(engine, { index, mask, out }, { passing, pending });
  });
}

function passNorm(
  { crew, layout }: Engine,
  { index, mask, out }: { index: number; mask: number; out: number },
  { passing: { start, rows }, pending }: { passing: Passing; pending: Pending },
): void {
  const place = at(layout.layers, index);
  const { layer, norm, stride, z, gate } = place;
  if (norm === undefined) return;
  if (pending.rows > 0) {
    for (const { block, fields, ...strides } of blockUpdates({ ...layout, layers: [place] }, pending).slice(
      1,
    )) {
      crew.run({ kind: "advance", ...fields, ...NO_ROWS, ...strides }, block.panels);
    }
  }
  const affine = norm.block.weights;
  const hat = norm.hat + start * stride;
  const inverse = norm.inverse + 8 * start;
  crew.run(
    { kind: "normalise", z, width: layer.outputs, affine, hat, inverse, mask, out, gate, stride },
    rows,
  );
}

/** From the gradient behind the last layer (already in place) to that behind the first. */
export function passBackward({ crew, layout }: Engine, { parity, start, rows }: Passing): void {
  for (let index = layout.layers.length - 1; index > 0; index--) {
    const { block, delta, stride } = at(layout.layers, index);
    const before = at(layout.layers, index - 1);
    const { norm, layer } = before;
    const behind = before.delta[parity] + start * before.stride;
    const dx = norm === undefined ? behind : norm.dy + start * before.stride;
    const { weights, panels, panelStride, split: inputs } = block;
    crew.run(
      {
        kind: "backward",
        delta: delta[parity] + start * stride,
        deltaStride: stride,
        ...{ weights, panels, panelStride, inputs, dx, dxStride: before.stride, rows },
        gate: layer.site === undefined ? 0 : before.gate,
      },
      Math.ceil(inputs / INPUT_BLOCK),
    );
    if (norm === undefined) continue;
    const affine = norm.block.weights;
    const hat = norm.hat + start * before.stride;
    const inverse = norm.inverse + 8 * start;
    const fields = {
      dy: dx,
      width: layer.outputs,
      affine,
      hat,
      inverse,
      delta: behind,
      stride: before.stride,
    };
    crew.run({ kind: "normaliseBackward", ...fields }, rows);
  }
}

/** Squared L2 norms of one block's gradient. */
export interface BlockGradient {
  readonly weights: number;
  readonly biases: number;
}

/** Squared gradient norms of every block over the kept rows, from Gram matrices: no gradient is stored. */
export function gradientNorms(
  { crew, layout, floats, doubles }: Engine,
  { parity, rows }: Pending,
): BlockGradient[] {
  return layout.layers.flatMap(({ block, norm, x, xStride, delta, stride }) => {
    const units = Math.ceil(rows / ROW_BLOCK);
    const { split: inputs, panels } = block;
    const fields = { x: x[parity], xStride, inputs, delta: delta[parity], deltaStride: stride };
    const { sums } = layout;
    crew.run({ kind: "gram", ...fields, outputs: 32 * panels, rows, sums }, units);
    const total = sumUnits(doubles, sums, units, 2);
    const layer = { weights: at(total, 0), biases: at(total, 1) };
    if (norm === undefined) return [layer];
    const { dy, hat, gradient } = norm;
    crew.run({ kind: "affineGradient", dy, hat, stride, rows, gradient }, panels);
    const squares = (address: number): number =>
      floats.subarray(address / 4, (address + stride) / 4).reduce((sum, g) => sum + g * g, 0);
    return [layer, { weights: squares(gradient), biases: squares(gradient + stride) }];
  });
}

/** Adds up the units' sums, `width` of them each, in the units' order. */
function sumUnits(doubles: Float64Array, address: number, units: number, width: number): number[] {
  const totals = Array.from({ length: width }, () => 0);
  for (let i = 0; i < units * width; i++)
    totals[i % width] = at(totals, i % width) + at(doubles, address / 8 + i);
  return totals;
}
