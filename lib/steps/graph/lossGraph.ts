import { type StepOptions } from "../trainStep";
import { type Operations } from "./operations";

/** Mean loss over all numbers, and its slope by each output; `lossTerms` in operations of a graph. */
export function lossGraph(
  ops: Operations,
  { loss, beta }: Pick<StepOptions, "loss" | "beta">,
  { output, target }: { readonly output: string; readonly target: string },
): { readonly value: string; readonly slope: string } {
  const residual = ops.subtract(output, target); // [B, 90]
  const mean = (terms: string): string => ops.mean(terms, [0, 1]);
  const perNumber = (slope: string, factor: number): string =>
    ops.multiply(slope, ops.divide(ops.constant(factor), ops.size(residual)));
  if (loss === "mse") return { value: mean(ops.square(residual)), slope: perNumber(residual, 2) };
  const unit = ops.constant(1 / (loss === "smooth-l1" ? beta : 1));
  // held = the residual within ±beta; held (r − held / 2) is r² / 2 within and beta (|r| − beta / 2) beyond
  const held = ops.maximum(ops.minimum(residual, ops.constant(beta)), ops.constant(-beta));
  const half = ops.multiply(held, ops.constant(0.5));
  const value = ops.multiply(mean(ops.multiply(held, ops.subtract(residual, half))), unit);
  return { value, slope: perNumber(ops.multiply(held, unit), 1) };
}
