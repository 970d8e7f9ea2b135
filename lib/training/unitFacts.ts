/** How many units and numbers of one layer are out of play, on the rows of `stageFacts`. */
export interface UnitFacts {
  /** Dropout site behind the GELU: fusion, head.0, head.1, head.2. */
  readonly layer: string;
  /** Share of units whose GELU gets a number above 0 on none of the rows. */
  readonly deadShare: number;
  /** Share of all (row, unit) numbers below `SATURATED_BELOW`: there the layer passes next to no gradient. */
  readonly saturatedShare: number;
}

/** GELU's slope is Φ(z) + z φ(z): from here down its size is below 1.2 % of the slope of 1 on the other side. */
export const SATURATED_BELOW = -3;

/** The facts of every layer, from what goes into each GELU, [rows, width]. NaN counts as neither. */
export function unitFacts(beforeGelu: Readonly<Record<string, Float32Array>>, rows: number): UnitFacts[] {
  return Object.entries(beforeGelu).map(([layer, values]) => {
    const width = values.length / rows;
    const alive = new Uint8Array(width);
    let saturated = 0;
    for (let i = 0; i < values.length; i++) {
      const z = values[i] as number;
      if (z > 0) alive[i % width] = 1;
      if (z < SATURATED_BELOW) saturated++;
    }
    const living = alive.reduce((sum, one) => sum + one, 0);
    return { layer, deadShare: 1 - living / width, saturatedShare: saturated / values.length };
  });
}
