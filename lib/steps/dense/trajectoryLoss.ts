import { type StepOptions } from "../trainStep";

/** A mean loss in float64 and its slope by each residual, times `scale`. */
export interface LossTerms {
  /** Contribution of one residual r = prediction − target to the sum. */
  value(r: number): number;
  /** Derivative of `value`. */
  slope(r: number): number;
}

/**
 * mse: r², slope 2r. huber: r²/2 within beta, beta·(|r| − beta/2) beyond, slope r held to ±beta.
 * smooth-l1: huber / beta, so its slope is held to ±1.
 */
export function lossTerms({ loss, beta }: Pick<StepOptions, "loss" | "beta">): LossTerms {
  if (loss === "mse") return { value: (r) => r * r, slope: (r) => 2 * r };
  const unit = loss === "smooth-l1" ? beta : 1;
  return {
    value: (r) => (Math.abs(r) <= beta ? (r * r) / 2 : beta * (Math.abs(r) - beta / 2)) / unit,
    slope: (r) => Math.max(-beta, Math.min(beta, r)) / unit,
  };
}
