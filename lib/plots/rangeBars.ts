import { at } from "../math/at";
import { range } from "../math/statistics";
import { seriesColours } from "./colours";
import { figure, PALETTE, type Figure, type Trace } from "./figure";
import { type Annotation, planeText, ROW_HEIGHT, rowAxis, rowNames } from "./rowNames";

/** An interval with a name; equal ends are drawn as a mark. */
export interface RangeBar {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  /** Marked and written below the bar, where no row's name stands, e.g. the mean of an interval. */
  readonly middle?: number;
  readonly color?: string;
}

export interface RangeBarsOptions {
  readonly title: string;
  /** Axis title with unit. */
  readonly x: string;
  readonly bars: readonly RangeBar[];
  /** What all bars are held against: a pale band behind them, its name above. */
  readonly band?: { readonly name: string; readonly low: number; readonly high: number };
  readonly summary: string;
  readonly height?: number;
}

/** Intervals one below the other on a common axis, first on top, their ends written beside them. */
export function rangeBars({ bars, x, band, ...options }: RangeBarsOptions): Figure {
  const colours = seriesColours(bars.map(({ name }) => name));
  const [low, high] = range([...bars, ...(band ? [band] : [])].flatMap((bar) => [bar.low, bar.high]));
  const room = 0.18 * (high - low || 1); // for the written ends
  return figure({
    height: 120 + ROW_HEIGHT * bars.length,
    ...options,
    x,
    y: "",
    data: bars.flatMap((bar, row) => [barOf(bar, row, bar.color ?? at(colours, row)), ...middleOf(bar, row)]),
    layout: {
      xaxis: { range: [low - room, high + room] },
      margin: { l: 24, r: 24, t: band === undefined ? 56 : 76, b: 56 },
      yaxis: rowAxis(bars.length),
      // no legend: a narrow screen then leaves the band's name its line below the title
      ...(band === undefined ? {} : { shapes: [bandShape(band)], showlegend: false }),
      annotations: [
        ...rowNames(bars.map(({ name }) => name)),
        ...(band === undefined ? [] : [bandName(band)]),
        ...bars.flatMap(middleInWords),
      ],
    },
  });
}

type Band = NonNullable<RangeBarsOptions["band"]>;

const bandShape = ({ low, high }: Band): Readonly<Record<string, unknown>> => ({
  ...{ type: "rect", xref: "x", x0: low, x1: high, yref: "paper", y0: 0, y1: 1 },
  ...{ fillcolor: "rgba(0,0,0,0.09)", line: { width: 0 }, layer: "below" },
});

const bandName = ({ name, low, high }: Band): Annotation =>
  planeText(`${name}: ${written(low)} to ${written(high)}`, {
    ...{ xref: "x", x: (low + high) / 2, yref: "paper", y: 1, yanchor: "bottom" },
  });

const written = (value: number): string => String(Number(value.toPrecision(3)));

function barOf({ name, low, high }: RangeBar, row: number, color: string): Trace {
  const ends = low === high ? [low] : [low, high];
  return {
    type: "scatter",
    mode: "lines+markers+text",
    name,
    x: ends,
    y: ends.map(() => row),
    text: ends.map(written),
    textposition: low === high ? ["middle right"] : ["middle left", "middle right"],
    cliponaxis: false,
    line: { color, width: 8 },
    marker: { color, size: 12 },
    showlegend: false,
  };
}

/** Written as far below the bar as its mark does not reach. */
function middleInWords({ middle }: RangeBar, row: number): Annotation[] {
  if (middle === undefined) return [];
  return [planeText(written(middle), { xref: "x", x: middle, yref: "y", y: row + 0.3, yanchor: "middle" })];
}

function middleOf({ middle }: RangeBar, row: number): Trace[] {
  if (middle === undefined) return [];
  return [
    {
      type: "scatter",
      mode: "markers",
      x: [middle],
      y: [row],
      cliponaxis: false,
      marker: { color: PALETTE.black, size: 9, symbol: "line-ns-open", line: { width: 2 } },
      showlegend: false,
    },
  ];
}
