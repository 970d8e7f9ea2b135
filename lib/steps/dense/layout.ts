import { type HeadLayer } from "./headLayers";
import { PANEL, PANEL_BYTES } from "./kernels";
import { CONTROL_WORDS } from "./tickets";
import { CONSTANT_FLOATS, INPUT_BLOCK, ROW_BLOCK } from "./units";

/**
 * Weights and biases of one layer, or gamma and beta of a LayerNorm, in panels of 32 columns: `count` rows of
 * which rows 0…inputs−1 are weights (gamma), row `split` the biases (beta) and the others stay 0. The inputs
 * carry a 1 in column `split`, so biases need no code of their own: not in forward, norm, decay or update.
 */
export interface Block {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  readonly split: number;
  readonly count: number;
  readonly panels: number;
  readonly panelStride: number;
  /** Addresses of the panels of weights and AdamW's moments. */
  readonly weights: number;
  readonly first: number;
  readonly second: number;
}

/** Rows of one width in memory: an address per parity where two generations are kept. */
export type Pair = readonly [number, number];

export interface NormPlace {
  readonly block: Block;
  /** Normalised rows and the gradient behind them, for all kept rows; 1/√variance of each. */
  readonly hat: number;
  readonly dy: number;
  readonly inverse: number;
  /** The two rows of a unit matrix: with them gamma's and beta's gradients are updated like any layer's. */
  readonly identity: number;
  /** dgamma, then dbeta. */
  readonly gradient: number;
}

/** Where everything of one layer lies. A row of width n takes `stride` = 4·(n padded + 4) bytes. */
export interface LayerPlace {
  readonly layer: HeadLayer;
  readonly block: Block;
  readonly xStride: number;
  readonly stride: number;
  /** Inputs and gradients behind the layer, kept rows of this and of the pending group. */
  readonly x: Pair;
  readonly delta: Pair;
  /** Rows of the current micro-batch: before activation, dropout multipliers, slope. */
  readonly z: number;
  readonly mask: number;
  readonly gate: number;
  readonly norm: NormPlace | undefined;
}

export interface Layout {
  readonly layers: readonly LayerPlace[];
  /** The network's output rows. */
  readonly output: number;
  readonly outputStride: number;
  /** AdamW's constants and the clip factor, floats. */
  readonly constants: number;
  /** Float64 sums of one phase's units. */
  readonly sums: number;
  /** Scratch of each thread. */
  readonly scratch: readonly number[];
  /** Kept rows there is room for. */
  readonly rows: number;
  readonly bytes: number;
}

const ALIGNMENT = 128;

/** `value` rounded up to a multiple of `unit`. */
export function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}

/** Bytes from one row of `width` columns to the next; room for the column of ones. */
export function strideOf(width: number): number {
  return 4 * (roundUp(width, PANEL) + 4);
}

/** Places everything a step over these layers needs, for at most `rows` kept rows and `threads` threads. */
export function layoutOf(layers: readonly HeadLayer[], rows: number, threads: number): Layout {
  let top = 4 * CONTROL_WORDS;
  const take = (bytes: number): number => {
    const address = top;
    top = roundUp(top + bytes, ALIGNMENT);
    return address;
  };
  const pair = (bytes: number): Pair => [take(bytes), take(bytes)];
  const constants = take(4 * CONSTANT_FLOATS);
  const places = layers.map((layer): LayerPlace => {
    const xStride = strideOf(layer.inputs);
    const stride = strideOf(layer.outputs);
    const block = blockOf(layer, roundUp(layer.inputs, PANEL), take);
    return {
      layer,
      block,
      xStride,
      stride,
      x: pair(rows * xStride),
      delta: pair(rows * stride),
      z: take(rows * stride),
      mask: take(rows * stride),
      gate: take(rows * stride),
      norm: layer.norm === undefined ? undefined : normPlace(layer.norm, layer.outputs, rows, take),
    };
  });
  const outputStride = places.at(-1)?.stride ?? 0;
  const output = take(rows * outputStride);
  const mostUnits = Math.max(rows, ...places.map(({ block }) => block.panels));
  const sums = take(32 * mostUnits);
  const scratchBytes = Math.max(
    16 * ROW_BLOCK * INPUT_BLOCK, // backward: lanes
    16 * ROW_BLOCK * rows, // gram: two tables of products
    ...places.map(({ block }) => block.count * PANEL_BYTES), // measure: a panel before the update
  );
  const scratch = Array.from({ length: threads }, () => take(scratchBytes));
  return { layers: places, output, outputStride, constants, sums, scratch, rows, bytes: top };
}

type Take = (bytes: number) => number;

function blockOf(
  { name, inputs, outputs }: Pick<HeadLayer, "name" | "inputs" | "outputs">,
  split: number,
  take: Take,
): Block {
  const count = roundUp(split + 1, 4);
  const panels = roundUp(outputs, PANEL) / PANEL;
  const panelStride = count * PANEL_BYTES;
  const [weights, first, second] = [0, 1, 2].map(() => take(panels * panelStride)) as [
    number,
    number,
    number,
  ];
  return { name, inputs, outputs, split, count, panels, panelStride, weights, first, second };
}

function normPlace(name: string, width: number, rows: number, take: Take): NormPlace {
  const stride = strideOf(width);
  return {
    block: blockOf({ name, inputs: 1, outputs: width }, 1, take),
    hat: take(rows * stride),
    dy: take(rows * stride),
    inverse: take(8 * rows),
    identity: take(2 * 16),
    gradient: take(2 * stride),
  };
}
