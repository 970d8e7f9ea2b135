import * as tf from "@tensorflow/tfjs";
import { at } from "../../math/at";
import { type Weights } from "../../model/parameters";
import { type KeptRows } from "./keptRows";

/** Rows of each micro-batch since the last update, by node. */
type Kept = Readonly<Record<string, readonly tf.Tensor[]>>;

/** The gradient of every parameter over the kept rows; an update makes its own inside the graph. The rows stay. */
export function keptGradients(rows: readonly KeptRows[], kept: Kept): Weights {
  const over = (nodes: readonly [string, string?], term: (...all: tf.Tensor[]) => tf.Tensor): Float32Array =>
    sumOver(kept, nodes, term);
  return Object.fromEntries(
    rows.flatMap(({ block, kind, x, slope }) => [
      [`${block}.weight`, over([x, slope], kind === "norm" ? gain : outerSum)],
      [`${block}.bias`, over([slope], (slopes) => tf.sum(slopes, 0))],
    ]),
  );
}

/** xᵀδ, the gradient of a matrix. */
const outerSum = (x: tf.Tensor, slope: tf.Tensor): tf.Tensor => tf.matMul(x, slope, true, false);

/** Σ x̂ ∘ δ, that of a LayerNorm's gain. */
const gain = (x: tf.Tensor, slope: tf.Tensor): tf.Tensor => tf.sum(tf.mul(x, slope), 0);

/** Σ over micro-batches of what `term` makes of the rows of these nodes. */
function sumOver(
  kept: Kept,
  [first, second]: readonly [string, string?],
  term: (...rows: tf.Tensor[]) => tf.Tensor,
): Float32Array {
  const sum = tf.tidy(() =>
    tf.addN(
      (kept[first] ?? []).map((rows, i) =>
        second === undefined ? term(rows) : term(rows, at(kept[second] ?? [], i)),
      ),
    ),
  );
  const values = sum.dataSync<"float32">().slice();
  sum.dispose();
  return values;
}
