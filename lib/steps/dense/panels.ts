import { type Weights } from "../../model/parameters";
import { type Engine } from "./engine";
import { PANEL } from "./kernels";
import { type Block, type Layout } from "./layout";

/** Which of a block's three arrays is meant: weights or one of AdamW's moments. */
export type Part = "weights" | "first" | "second";

/** Writes parameters by name ([in, out] row-major) into their panels. */
export function writeParameters({ layout, floats }: Engine, part: Part, values: Weights): void {
  for (const block of blocksOf(layout)) {
    const { weight, bias } = valuesOf(values, block.name);
    eachRow(block, part, ({ address, from, row, width }) => {
      const source = row === "bias" ? bias : weight;
      floats.set(source.subarray(from, from + width), address);
    });
  }
}

/** Copies of all parameters by name, [in, out] row-major. */
export function readParameters({ layout, floats }: Engine, part: Part): Weights {
  const values: Record<string, Float32Array> = {};
  for (const block of blocksOf(layout)) {
    const { name, inputs, outputs } = block;
    const weight = (values[`${name}.weight`] = new Float32Array(inputs * outputs));
    const bias = (values[`${name}.bias`] = new Float32Array(outputs));
    eachRow(block, part, ({ address, from, row, width }) => {
      (row === "bias" ? bias : weight).set(floats.subarray(address, address + width), from);
    });
  }
  return values;
}

/** The blocks of parameters, layer by layer. */
function blocksOf({ layers }: Layout): Block[] {
  return layers.flatMap(({ block, norm }) => (norm === undefined ? [block] : [block, norm.block]));
}

function valuesOf(values: Weights, name: string): { weight: Float32Array; bias: Float32Array } {
  const [weight, bias] = [values[`${name}.weight`], values[`${name}.bias`]];
  if (weight === undefined || bias === undefined) {
    throw new Error(`weights: expected ${name}.weight and .bias, got none; use weights of this model`);
  }
  return { weight, bias };
}

/** One stretch of up to 32 numbers: where it lies among the memory's floats, and in the parameter's own array. */
interface Stretch {
  readonly address: number;
  readonly row: "weight" | "bias";
  readonly from: number;
  readonly width: number;
}

function eachRow(block: Block, part: Part, visit: (stretch: Stretch) => void): void {
  const { inputs, outputs, split, panelStride } = block;
  for (let j = 0; j < outputs; j += PANEL) {
    const width = Math.min(PANEL, outputs - j);
    const panel = (block[part] + (j / PANEL) * panelStride) / 4;
    for (let k = 0; k < inputs; k++) {
      visit({ address: panel + k * PANEL, row: "weight", from: k * outputs + j, width });
    }
    visit({ address: panel + split * PANEL, row: "bias", from: j, width });
  }
}
