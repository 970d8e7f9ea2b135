import { type Weights } from "../../model/parameters";
import { type Engine } from "./engine";
import { gradientNorms, type Pending } from "./passes";
import { readRows } from "./rows";

/**
 * The gradient of every parameter over the kept rows, [in, out] row-major: xᵀδ of a layer's weights, Σ δ of its
 * biases. An update never makes these tables; they are for who wants to look at one.
 */
export function readGradients(engine: Engine, pending: Pending): Weights {
  const { parity, rows } = pending;
  gradientNorms(engine, pending); // leaves a LayerNorm's gradient in place
  return Object.fromEntries(
    engine.layout.layers.flatMap(({ layer, block: { name }, x, delta, norm }) => {
      const { inputs, outputs } = layer;
      const ins = readRows(engine, x[parity], rows, inputs);
      const slopes = readRows(engine, delta[parity], rows, outputs);
      const own: [string, Float32Array][] = [
        [`${name}.weight`, outerSum(ins, slopes, { inputs, outputs })],
        [`${name}.bias`, outerSum(new Float32Array(rows).fill(1), slopes, { inputs: 1, outputs })],
      ];
      if (norm === undefined) return own;
      const affine = readRows(engine, norm.gradient, 2, outputs);
      own.push([`${norm.block.name}.weight`, affine.slice(0, outputs)]);
      own.push([`${norm.block.name}.bias`, affine.slice(outputs)]);
      return own;
    }),
  );
}

/** Σ over rows of x ⊗ δ: [rows, inputs] and [rows, outputs] give [inputs, outputs]. */
function outerSum(
  x: Float32Array,
  delta: Float32Array,
  { inputs, outputs }: { readonly inputs: number; readonly outputs: number },
): Float32Array {
  const sums = new Float32Array(inputs * outputs);
  for (let i = 0; i < inputs; i++) {
    const line = sums.subarray(i * outputs, (i + 1) * outputs); // stays in the cache for all rows
    for (let from = 0, row = 0; from < x.length; from += inputs, row += outputs) {
      const factor = x[from + i] as number;
      for (let k = 0; k < outputs; k++) line[k] = (line[k] as number) + factor * (delta[row + k] as number);
    }
  }
  return sums;
}
