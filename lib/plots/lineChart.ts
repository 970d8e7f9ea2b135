import { figure, type Figure, type FigureOptions, PALETTE, type Trace } from "./figure";
import { thin } from "./thin";

/** One curve. Give `low` and `high` to draw the range it stands for, over seeds say. */
export interface Line {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly low?: readonly number[];
  readonly high?: readonly number[];
  /** `solid` by default; `dash` or `dot` for reference lines. */
  readonly dash?: "solid" | "dash" | "dot" | "dashdot";
  /** Marks the points: for few of them, or where those between are not known. */
  readonly markers?: boolean;
  /** A colour of the palette; by default the next one. */
  readonly color?: string;
}

export interface LineChartOptions extends Omit<FigureOptions, "data"> {
  readonly lines: readonly Line[];
}

/** Curves over a common axis, each with its range as a pale band; at most 300 points a curve. */
export function lineChart({ lines, ...options }: LineChartOptions): Figure {
  const palette = Object.values(PALETTE);
  const data = lines.flatMap((line, i) => {
    const color = line.color ?? palette[i % palette.length] ?? PALETTE.black;
    return [...band(line, color), curve(line, color)];
  });
  return figure({ ...options, data });
}

function curve({ name, x, y, dash = "solid", markers = false }: Line, color: string): Trace {
  return {
    type: "scatter",
    mode: markers ? "lines+markers" : "lines",
    name,
    x: thin(x),
    y: thin(y),
    line: { color, dash, width: 2 },
    ...(markers ? { marker: { color, size: 7 } } : {}),
  };
}

/** The closed outline of a line's range: along the high side and back along the low one. */
function band({ name, x, low, high }: Line, color: string): Trace[] {
  if (low === undefined || high === undefined) return [];
  return [
    {
      type: "scatter",
      mode: "lines",
      name: `${name}, range`,
      x: [...thin(x), ...[...thin(x)].reverse()],
      y: [...thin(high), ...[...thin(low)].reverse()],
      fill: "toself",
      fillcolor: `${color}33`,
      line: { width: 0 },
      hoverinfo: "skip",
      showlegend: false,
    },
  ];
}
