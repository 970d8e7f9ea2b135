import { type LayerNodes, type LayerSlopes } from "./layerGraph";
import { type Operations } from "./operations";

/**
 * Rows of which the gradients of `<block>.weight` and `<block>.bias` are sums: a forward pass gives those of a
 * micro-batch, an update takes those of all micro-batches, one under the other.
 */
export interface KeptRows {
  /** Path of a linear layer or a LayerNorm. */
  readonly block: string;
  readonly kind: "linear" | "norm";
  /** Node of the rows the weights are multiplied with, [B, inputs]; of a LayerNorm x̂. */
  readonly x: string;
  /** Node of the slopes of the loss behind the block, [B, outputs]. */
  readonly slope: string;
}

/** Gives the rows of a layer, and of its LayerNorm if there is one, names to fetch and feed them by. */
export function keptRows(
  ops: Operations,
  { layer, x, norm }: LayerNodes,
  slopes: LayerSlopes,
): readonly KeptRows[] {
  const keep = (block: string, kind: KeptRows["kind"], rows: readonly [string, string]): KeptRows => ({
    block,
    kind,
    x: ops.named(`${block}.x`, rows[0]),
    slope: ops.named(`${block}.slope`, rows[1]),
  });
  const linear = keep(layer.name, "linear", [x, slopes.linear]);
  if (norm === undefined || slopes.norm === undefined) return [linear];
  return [linear, keep(norm.name, "norm", [norm.hat, slopes.norm])];
}
