/** The values an average must lie between when only another average of the same errors is known. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/**
 * Mean |e| of a coordinate from its mean Smooth L1 loss (beta 1): between L and L + ½, because
 * |e| − ½ ≤ loss(e) ≤ |e| for every e.
 */
export function absoluteErrorFromSmoothL1(loss: number): Bounds {
  requireLength("mean Smooth L1 loss", loss);
  return { low: loss, high: loss + 0.5 };
}

/**
 * Mean distance of points whose coordinates are off by `meanAbsolute` on average, x and y together:
 * between √2·m (every error diagonal) and 2·m (every error along one axis), because
 * (|x| + |y|)/√2 ≤ √(x² + y²) ≤ |x| + |y|. Errors of no preferred direction give π/2·m.
 */
export function displacementFromAbsoluteError(meanAbsolute: number): Bounds {
  requireLength("mean absolute error", meanAbsolute);
  return { low: Math.SQRT2 * meanAbsolute, high: 2 * meanAbsolute };
}

/** Largest mean distance, √(2·MSE), that a mean squared error per coordinate allows (Jensen). */
export function largestDisplacementFromMse(mse: number): number {
  requireLength("mean squared error", mse);
  return Math.sqrt(2 * mse);
}

/** Smallest mean squared error, m², of a coordinate that is off by m on average (Jensen). */
export function smallestMseFromAbsoluteError(meanAbsolute: number): number {
  requireLength("mean absolute error", meanAbsolute);
  return meanAbsolute ** 2;
}

function requireLength(what: string, value: number): void {
  if (!(value >= 0)) throw new RangeError(`${what}: expected a number ≥ 0, got ${value}; check its sign`);
}
