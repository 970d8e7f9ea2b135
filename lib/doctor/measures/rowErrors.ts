import { median } from "../../math/statistics";
import { type Pairs } from "../evidence";
import { onceFor } from "./onceFor";
import { pairFacts } from "./pairFacts";

/** What single rows cost, and how far their targets lie out. */
export interface RowErrors {
  /** Root mean square over the outputs, each in units of its target's robust spread; finite rows in their order. */
  readonly errors: Float64Array;
  /** Largest distance of the row's target from the median, in robust spreads. */
  readonly outlying: Float64Array;
}

/** Median absolute deviation of normal numbers, as a share of their standard deviation. */
const MAD_OF_NORMAL = 0.6745;

/** Errors row by row. The spread of a target is robust, so that a few rows far out do not hide themselves. */
export const rowErrors = onceFor((pairs: Pairs): RowErrors => {
  const { outputs, rows } = pairFacts(pairs);
  const errors = new Float64Array(rows);
  const outlying = new Float64Array(rows);
  for (const { target, predicted, targetStd } of outputs) {
    const centre = median(target);
    const spread = median(target.map((value) => Math.abs(value - centre))) / MAD_OF_NORMAL || targetStd;
    for (let i = 0; i < rows; i++) {
      const value = target[i] as number;
      const error = (value - (predicted[i] as number)) / spread;
      errors[i] = (errors[i] as number) + (error * error) / outputs.length;
      outlying[i] = Math.max(outlying[i] as number, Math.abs(value - centre) / spread);
    }
  }
  return { errors: errors.map(Math.sqrt), outlying };
});
