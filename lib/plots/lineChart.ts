import { at } from "../math/at";
import { seriesColours } from "./colours";
import { figure, type Figure, type FigureOptions, type Trace } from "./figure";
import { thin } from "./thin";

/** One curve. Give `low` and `high` to draw the range it stands for, over seeds say. */
export interface Line {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly low?: readonly number[];
  readonly high?: readonly number[];
  /** `solid` by default; `dash` or `dot` for reference lines. */
  readonly dash?: "solid" | "dash" | "dot" | "dashdot" | "longdash";
  /** Marks the points: for few of them, or where those between are not known. */
  readonly markers?: boolean;
  /** By default what its name means, else the next one. */
  readonly color?: string;
  /** False for one of many alike; true by default. */
  readonly legend?: boolean;
}

export interface LineChartOptions extends Omit<FigureOptions, "data"> {
  readonly lines: readonly Line[];
}

/** Curves over a common axis, each with its range as a pale band; at most 300 points a curve. */
export function lineChart({ lines, ...options }: LineChartOptions): Figure {
  const colours = seriesColours(lines.map(({ name }) => name));
  const data = lines.flatMap((line, i) => {
    const color = line.color ?? at(colours, i);
    return [...band(line, color), curve(line, color)];
  });
  return figure({ ...options, data });
}

function curve({ name, x, y, dash = "solid", markers = false, legend = true }: Line, color: string): Trace {
  return {
    type: "scatter",
    mode: markers ? "lines+markers" : "lines",
    name,
    x: thin(x),
    y: thin(y),
    line: { color, dash, width: 2 },
    ...(legend ? {} : { showlegend: false }),
    ...(markers ? { marker: { color, size: 7 } } : {}),
  };
}

/** The closed outline of a line's range: along the high side and back along the low one, anew after each gap. */
function band({ name, x, low, high }: Line, color: string): Trace[] {
  if (low === undefined || high === undefined) return [];
  const kept = thin(x.map((value, i): Bounds => [value, low[i] ?? NaN, high[i] ?? NaN]));
  const outlines = withoutGaps(kept).map((part): (readonly [number, number] | undefined)[] => [
    ...part.map(([place, , top]) => [place, top] as const),
    ...[...part].reverse().map(([place, bottom]) => [place, bottom] as const),
  ]);
  const points = outlines.flatMap((outline, i) => (i === 0 ? outline : [undefined, ...outline]));
  return [
    {
      type: "scatter",
      mode: "lines",
      name: `${name}, range`,
      x: points.map((point) => point?.[0] ?? null),
      y: points.map((point) => point?.[1] ?? null),
      fill: "toself",
      fillcolor: `${color}33`,
      line: { width: 0 },
      hoverinfo: "skip",
      showlegend: false,
    },
  ];
}

/** A place, the low side there and the high one. */
type Bounds = readonly [x: number, low: number, high: number];

/** The stretches between places without a range: a run that ends early ends its band there. */
function withoutGaps(bounds: readonly Bounds[]): Bounds[][] {
  const parts: Bounds[][] = [[]];
  for (const bound of bounds) {
    if (bound.every(Number.isFinite)) parts.at(-1)?.push(bound);
    else parts.push([]);
  }
  return parts.filter((part) => part.length > 0);
}
