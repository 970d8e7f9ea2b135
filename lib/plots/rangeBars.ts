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
      textposition: "top center",
      cliponaxis: false,
      line: { color: color ?? palette[i % palette.length], width: 8 },
      marker: { color: color ?? palette[i % palette.length], size: 12 },
      showlegend: false,
    })),
    layout: {
      // Room for the longest name: the picture's font is about 7 px a character.
      margin: { l: 32 + 7 * Math.max(...bars.map(({ name }) => name.length)), r: 40, t: 56, b: 56 },
      yaxis: { range: [bars.length - 0.4, -0.6], type: "category" },
    },
  });
}
