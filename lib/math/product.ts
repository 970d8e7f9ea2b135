/** Π factors, 1 of none: of a shape, how many numbers it holds. */
export function product(factors: readonly number[]): number {
  return factors.reduce((made, factor) => made * factor, 1);
}
