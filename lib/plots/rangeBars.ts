import { range } from "../math/statistics";
import { figure, type Figure, PALETTE } from "./figure";

/** An interval with a name; equal ends are drawn as a mark. */
export interface RangeBar {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly color?: string;
}

export interface RangeBarsOptions {
  readonly title: string;
  /** Axis title with unit. */
  readonly x: string;
  readonly bars: readonly RangeBar[];
  readonly summary: string;
  readonly height?: number;
}

/** Intervals one below the other on a common axis, first on top, their ends written beside them. */
export function rangeBars({ bars, x, ...options }: RangeBarsOptions): Figure {
  const palette = Object.values(PALETTE);
  const [low, high] = range(bars.flatMap((bar) => [bar.low, bar.high]));
  const room = 0.12 * (high - low || 1); // for the written ends
  return figure({
    height: 150 + 44 * bars.length,
    ...options,
    x,
    y: "",
    data: bars.map(({ name, low, high, color }, i) => ({
      type: "scatter",
      mode: "lines+markers+text",
      x: low === high ? [low] : [low, high],
      y: low === high ? [name] : [name, name],
      text: (low === high ? [low] : [low, high]).map((end) => String(Number(end.toPrecision(4)))),
      textposition: low === high ? ["top center"] : ["middle left", "middle right"],
      cliponaxis: false,
      line: { color: color ?? palette[i % palette.length], width: 8 },
      marker: { color: color ?? palette[i % palette.length], size: 12 },
      showlegend: false,
    })),
    layout: {
      xaxis: { range: [low - room, high + room] },
      margin: { l: 190, r: 32, t: 56, b: 56 },
      yaxis: { autorange: "reversed", type: "category", automargin: true },
    },
  });
}
