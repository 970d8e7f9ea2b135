import { at } from "../math/at";
import { mean } from "../math/statistics";
import { figure, type Figure, PALETTE, type Trace } from "./figure";

/** One row: a value for each seed. */
export interface SeedGroup {
  readonly name: string;
  readonly values: readonly number[];
  readonly color?: string;
}

export interface SeedDotsOptions {
  readonly title: string;
  /** Axis title with unit. */
  readonly x: string;
  readonly groups: readonly SeedGroup[];
  /** What the groups have to be compared with, drawn as upright lines. */
  readonly baselines?: Readonly<Record<string, number>>;
  readonly summary: string;
  readonly height?: number;
  readonly layout?: Readonly<Record<string, unknown>>;
}

/** Colours and strokes of baselines, so that the same one looks alike in every figure. */
export const BASELINE_STYLES = [
  { color: PALETTE.black, dash: "dot" },
  { color: PALETTE.grey, dash: "dash" },
  { color: PALETTE.black, dash: "dashdot" },
  { color: PALETTE.grey, dash: "dot" },
] as const;

/** Room for the written mean right of the last dot, pixels. */
const LABEL_WIDTH = 72;

/** One row of dots for each group, a dot for each seed, a bar at their mean and the mean in words; rows from top to bottom. */
export function seedDots({ groups, baselines = {}, x, layout = {}, ...options }: SeedDotsOptions): Figure {
  const rows = groups.length;
  const all = [...groups.flatMap(({ values }) => values), ...Object.values(baselines)].filter(
    Number.isFinite,
  );
  const upright = Object.entries(baselines).map(([name, value], i): Trace => ({
    type: "scatter",
    mode: "lines",
    name: `${name} ${short(value)}`,
    x: [value, value],
    y: [-0.6, rows - 0.4],
    line: { ...at(BASELINE_STYLES, i % BASELINE_STYLES.length), width: 2 },
    hoverinfo: "name",
  }));
  return figure({
    height: 150 + 46 * rows,
    ...options,
    x,
    y: "",
    data: [...upright, ...groups.flatMap(dotsOf)],
    layout: {
      ...layout,
      margin: { l: 64, r: LABEL_WIDTH, t: 92, b: 56 },
      xaxis: { range: [0, 1.06 * Math.max(...all, 0)], ...(layout["xaxis"] as object | undefined) },
      yaxis: {
        range: [rows - 0.4, -0.6],
        tickvals: groups.map((_, i) => i),
        ticktext: groups.map(({ name }) => name),
        showgrid: false,
      },
    },
  });
}

const short = (value: number): string => String(Number(value.toPrecision(3)));

function dotsOf({ name, values, color }: SeedGroup, row: number): Trace[] {
  const palette = Object.values(PALETTE);
  const own = color ?? palette[row % palette.length];
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return []; // every seed diverged: the row stays empty
  const middle = mean(finite);
  const last = finite.indexOf(Math.max(...finite));
  return [
    {
      type: "scatter",
      mode: "markers+text",
      name: `${name}, each seed`,
      x: finite,
      y: finite.map(() => row),
      // beside the dots, not above the bar: there a baseline at the same place would run through it
      text: finite.map((_, i) => (i === last ? ` mean ${short(middle)}` : "")),
      textposition: "middle right",
      cliponaxis: false,
      marker: { color: own, size: 10, opacity: 0.7 },
      showlegend: false,
    },
    {
      type: "scatter",
      mode: "lines",
      name: `${name}, mean`,
      x: [middle, middle],
      y: [row - 0.25, row + 0.25],
      line: { color: own, width: 3 },
      showlegend: false,
    },
  ];
}
