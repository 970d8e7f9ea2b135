import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../lib/backend/selectBackend";

/** Numbers and shape of a result, free of any backend. */
export interface Result {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** Runs `compute` on one backend and takes its result out; no tensor stays behind. */
export async function onBackend(
  backend: "wasm" | "wasm-stock" | "cpu",
  compute: () => tf.Tensor,
): Promise<Result> {
  await selectBackend({ backend, log: () => undefined });
  return tf.tidy(() => {
    const tensor = compute();
    return { shape: tensor.shape, values: [...tensor.dataSync()] };
  });
}

/** Largest difference of two results; Infinity when shapes, NaNs or infinities are not in the same places. */
export function distance(left: Result, right: Result): number {
  if (String(left.shape) !== String(right.shape) || left.values.length !== right.values.length)
    return Infinity;
  return left.values.reduce((worst, x, i) => {
    const y = right.values[i] as number;
    return Object.is(x, y) || x === y
      ? worst
      : Math.max(worst, Number.isFinite(x - y) ? Math.abs(x - y) : Infinity);
  }, 0);
}
