import { at } from "../math/at";
import { range } from "../math/statistics";
import { figure, type Figure, PALETTE, type Trace } from "./figure";

/** An interval with a name; equal ends are drawn as a mark. */
export interface RangeBar {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  /** Marked and written above the bar, e.g. the mean of an interval. */
  readonly middle?: number;
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
    data: bars.flatMap((bar, i) => [
      barOf(bar, bar.color ?? at(palette, i % palette.length)),
      ...middleOf(bar),
    ]),
    layout: {
      xaxis: { range: [low - room, high + room] },
      margin: { l: 190, r: 32, t: 56, b: 56 },
      yaxis: { autorange: "reversed", type: "category", automargin: true },
    },
  });
}

const written = (value: number): string => String(Number(value.toPrecision(4)));

function barOf({ name, low, high }: RangeBar, color: string): Trace {
  const ends = low === high ? [low] : [low, high];
  return {
    type: "scatter",
    mode: "lines+markers+text",
    x: ends,
    y: ends.map(() => name),
    text: ends.map(written),
    textposition: low === high ? ["top center"] : ["middle left", "middle right"],
    cliponaxis: false,
    line: { color, width: 8 },
    marker: { color, size: 12 },
    showlegend: false,
  };
}

function middleOf({ name, middle }: RangeBar): Trace[] {
  if (middle === undefined) return [];
  return [
    {
      type: "scatter",
      mode: "markers+text",
      x: [middle],
      y: [name],
      text: [written(middle)],
      textposition: "top center",
      cliponaxis: false,
      marker: { color: PALETTE.black, size: 9, symbol: "line-ns-open", line: { width: 2 } },
      showlegend: false,
    },
  ];
}
