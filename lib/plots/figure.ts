import { range } from "../math/statistics";

/** One Plotly trace, plain JSON with plain arrays. */
export type Trace = Readonly<Record<string, unknown>>;

/** One moment of a figure that moves: what some of its traces are then. */
export interface Frame {
  readonly name: string;
  readonly data: readonly Trace[];
  /** Places of these traces in the figure's data. */
  readonly traces: readonly number[];
}

/** A figure every front-end can draw: Plotly JSON and one line of text that carries the key numbers. */
export interface Figure {
  readonly data: readonly Trace[];
  readonly layout: Readonly<Record<string, unknown>>;
  /** What a slider or a button of the layout goes through. */
  readonly frames?: readonly Frame[];
  /** What a reader who cannot see the picture should learn from it. */
  readonly summary: string;
}

/** Okabe and Ito's palette: tells apart under every common colour blindness. */
export const PALETTE = {
  blue: "#0072B2",
  vermillion: "#D55E00",
  green: "#009E73",
  orange: "#E69F00",
  purple: "#CC79A7",
  sky: "#56B4E9",
  black: "#000000",
  grey: "#7F7F7F",
} as const;

export interface FigureOptions {
  readonly title: string;
  /** Axis titles with units, e.g. "time (s)". */
  readonly x: string;
  readonly y: string;
  readonly data: readonly Trace[];
  readonly summary: string;
  /** Pixels; 380 by default. */
  readonly height?: number;
  /** Further Plotly layout, laid over the house layout one level deep. */
  readonly layout?: Readonly<Record<string, unknown>>;
}

/** The first number along x would touch the last along y; panels side by side need no more room than the others. */
const CLEAR_OF_Y = { ticklabelstandoff: 5 } as const;

/** How much of its way an axis goes on beyond the data. */
const BEYOND = 0.05;

/** Where an axis has two powers of ten, these alone carry numbers: Plotly's small "2" and "5" between them read as 2 and 5. */
function powersOfTen(values: readonly unknown[]): Readonly<Record<string, unknown>> {
  const logs = values
    .flat()
    .filter((value): value is number => typeof value === "number" && value > 0)
    .map(Math.log10);
  if (logs.length === 0) return {};
  const [low, high] = range(logs);
  const more = BEYOND * (high - low);
  return Math.floor(high + more) - Math.ceil(low - more) >= 1 ? { dtick: 1 } : {};
}

/** A figure in the house layout: titles, units, palette, explicit height, legend below the title. */
export function figure({ title, x, y, data, summary, height = 380, layout = {} }: FigureOptions): Figure {
  const axis = (name: "xaxis" | "yaxis", text: string): Record<string, unknown> => {
    const given = layout[name] as Record<string, unknown> | undefined;
    return {
      title: { text, standoff: 10 },
      automargin: true,
      zeroline: false,
      gridcolor: "#e5e5e5",
      ...(name === "xaxis" && !("xaxis2" in layout) ? CLEAR_OF_Y : {}),
      ...(given?.["type"] === "log" ? powersOfTen(data.map((trace) => trace[name.charAt(0)])) : {}),
      ...given,
    };
  };
  return {
    data,
    summary,
    layout: {
      height,
      margin: { l: 64, r: 24, t: 76, b: 56 },
      colorway: Object.values(PALETTE),
      plot_bgcolor: "#ffffff",
      paper_bgcolor: "#ffffff",
      legend: { orientation: "h", x: 0, y: 1, yanchor: "bottom" },
      ...layout,
      title: { text: title, yref: "container", y: 1, yanchor: "top", pad: { t: 16 } },
      xaxis: axis("xaxis", x),
      yaxis: axis("yaxis", y),
    },
  };
}
