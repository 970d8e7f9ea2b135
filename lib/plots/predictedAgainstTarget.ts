import { figure, type Figure, PALETTE, type Trace } from "./figure";

/** One coordinate of many samples, metres: what was predicted, and what happened. */
export interface PredictedPoints {
  readonly name: string;
  readonly predicted: readonly number[];
  readonly target: readonly number[];
}

export interface PredictedAgainstTargetOptions {
  readonly title: string;
  /** What is compared, as the axes call it: "x at 4.5 s" say. */
  readonly coordinate: string;
  readonly groups: readonly PredictedPoints[];
  /** The part of either axis that is drawn, metres; the legend counts the points that lie outside. */
  readonly limits: readonly [number, number];
  readonly summary: string;
}

/** Group by group another sign, so that they also differ without colours. */
const SYMBOLS = ["circle", "x", "triangle-up", "square"] as const;

/** Each prediction over its target: perfect ones lie on the diagonal, compressed ones on a flatter line. */
export function predictedAgainstTarget(options: PredictedAgainstTargetOptions): Figure {
  const { title, coordinate, groups, limits, summary } = options;
  const diagonal: Trace = {
    type: "scatter",
    mode: "lines",
    name: "perfect",
    x: [...limits],
    y: [...limits],
    line: { color: PALETTE.grey, dash: "dash", width: 2 },
  };
  return figure({
    title,
    summary,
    x: `target ${coordinate} (m)`,
    y: `predicted ${coordinate} (m)`,
    data: [diagonal, ...groups.map((group, i) => dotsOf(group, limits, i))],
    height: 460,
    layout: { xaxis: { range: [...limits] }, yaxis: { range: [...limits] } },
  });
}

function dotsOf(
  { name, predicted, target }: PredictedPoints,
  [low, high]: readonly [number, number],
  i: number,
): Trace {
  const palette = Object.values(PALETTE);
  const inside = (value: number): boolean => value >= low && value <= high;
  const outside = target.filter((value, k) => !inside(value) || !inside(predicted[k] ?? NaN)).length;
  return {
    type: "scatter",
    mode: "markers",
    name: outside === 0 ? name : `${name} (${outside} of ${target.length} outside)`,
    x: [...target],
    y: [...predicted],
    marker: {
      color: palette[i % palette.length],
      size: 7,
      opacity: 0.7,
      symbol: SYMBOLS[i % SYMBOLS.length],
    },
  };
}
