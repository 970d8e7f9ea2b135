import { correlation, slope, std, type Values } from "./statistics";

/** How predictions and targets of one coordinate move together over samples. */
export interface Agreement {
  /** Pearson correlation; NaN when either does not vary. */
  readonly r: number;
  /** std(predicted) / std(target): 1 is full range, 0 a constant prediction; NaN when the target does not vary. */
  readonly spreadRatio: number;
  /** Least-squares slope of target on prediction: 1 is unbiased shrinkage, ≫ 1 an output too small. */
  readonly slope: number;
}

/** r, spread ratio and slope of one series of predictions against its targets. */
export function agreement(predicted: Values, target: Values): Agreement {
  const wanted = std(target);
  return {
    r: correlation(predicted, target),
    spreadRatio: wanted === 0 ? NaN : std(predicted) / wanted,
    slope: slope(predicted, target),
  };
}
