import * as tf from "@tensorflow/tfjs";
import { at } from "../../math/at";
import { product } from "../../math/product";
import { permutation, splitRng } from "../../math/rng";
import { mean } from "../../math/statistics";
import { type LossFacts } from "../evidence";
import { takeRows, tableOf, type Block } from "../fit/block";
import { plainLoss, type Ready } from "../fit/ready";
import { pickSet, rowsIn } from "../fit/rowSets";

const ROWS = 32;

/** What a loss given as a function says of made-up predictions; undefined for a loss by name, or one that will not take them. */
export function lossFacts(ready: Ready): LossFacts | undefined {
  const { recipe, scaled, model } = ready;
  if (typeof recipe.loss !== "function") return undefined;
  const count = Math.min(ROWS, rowsIn(scaled.train));
  const rows = Array.from({ length: count }, (_, i) => i);
  const { targets } = pickSet(scaled.train, rows);
  const shape = [
    count,
    ...at(model.outputs, 0)
      .shape.slice(1)
      .map((extent) => extent ?? 1),
  ];
  const rng = splitRng(recipe.seed, "loss facts");
  const data = Float32Array.from({ length: product(shape) }, () => 0.05 + 0.9 * rng.uniform());
  const made: Block = { data, shape };
  const others = rotated(permutation(rng, count));
  const cost = (wanted: Block, given: Block): number => plainLoss(ready, wanted, given);
  try {
    return {
      own: cost(targets, made),
      permuted: cost(targets, takeRows(made, others)),
      doubled: cost(takeRows(targets, [...rows, ...rows]), takeRows(made, [...rows, ...rows])),
      ...(tf.util.arraysEqual([...targets.shape], shape)
        ? { perfect: cost(targets, targets), constant: cost(targets, meanRows(targets)) }
        : {}),
    };
  } catch {
    return undefined; // made for one size of batch, or for numbers of another kind: nothing can be said
  }
}

/** A permutation in which no row stays: each place gets the next one's row. */
function rotated(order: readonly number[]): number[] {
  const next = order.map(() => 0);
  order.forEach((row, i) => (next[row] = at(order, (i + 1) % order.length)));
  return next;
}

function meanRows(block: Block): Block {
  const table = tableOf(block);
  const middle = at(table, 0).map((_, k) => mean(table.map((row) => at(row, k))));
  return { data: Float32Array.from(table.flatMap(() => middle)), shape: block.shape };
}
