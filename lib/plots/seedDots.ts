import { at } from "../math/at";
import { mean } from "../math/statistics";
import { seriesColours } from "./colours";
import { figure, type Figure, PALETTE, type Trace } from "./figure";
import { type Annotation, planeText, ROW_HEIGHT, rowAxis, rowNames } from "./rowNames";

/** One row: a value for each seed. */
export interface SeedGroup {
  readonly name: string;
  readonly values: readonly number[];
  readonly color?: string;
  /** Which of them are dead, drawn as crosses: a mean of dead and living would stand where no run is. */
  readonly dead?: readonly boolean[];
}

export interface SeedDotsOptions {
  readonly title: string;
  /** Axis title with unit. */
  readonly x: string;
  readonly groups: readonly SeedGroup[];
  /** What the groups have to be compared with, drawn as upright lines. */
  readonly baselines?: Readonly<Record<string, number>>;
  /** A part of the axis that a second panel shows closer. */
  readonly zoom?: readonly [number, number];
  readonly summary: string;
  readonly height?: number;
  readonly layout?: Readonly<Record<string, unknown>>;
}

/** Colours and strokes of baselines, so that the same one looks alike in every figure. */
export const BASELINE_STYLES = [
  { color: PALETTE.black, dash: "dot" },
  { color: PALETTE.black, dash: "dash" },
  { color: PALETTE.black, dash: "dashdot" },
  { color: PALETTE.black, dash: "longdash" },
] as const;

/** One of the two pictures of the same rows. */
interface Panel {
  readonly axis: "x" | "x2";
  readonly range: readonly [number, number];
  /** Whether the means are written here: in one panel is enough. */
  readonly written: boolean;
}

/** One row of dots for each group, a dot for each seed, a bar at their mean and the mean below it; rows from top to bottom. */
export function seedDots(options: SeedDotsOptions): Figure {
  const { groups, baselines = {}, x, zoom, layout = {}, ...rest } = options;
  const colours = seriesColours(groups.map(({ name }) => name));
  const coloured = groups.map((group, i) => ({ color: at(colours, i), ...group }));
  const whole = wholeRange(options);
  const panels: Panel[] = [
    { axis: "x", range: whole, written: zoom === undefined },
    ...(zoom === undefined ? [] : [{ axis: "x2", range: zoom, written: true } as const]),
  ];
  const { xaxis, ...further } = layout;
  return figure({
    height: 150 + ROW_HEIGHT * groups.length,
    ...rest,
    x,
    y: "",
    data: panels.flatMap((panel) => [
      ...upright(baselines, groups.length, panel),
      ...coloured.flatMap((group, row) => marksOf(group, row, panel)),
    ]),
    layout: {
      ...further,
      margin: { l: 24, r: 24, t: 92, b: 56 },
      xaxis: {
        range: whole,
        ...(xaxis as object | undefined),
        ...(zoom === undefined ? {} : { domain: [0, 0.47] }),
      },
      ...(zoom === undefined ? {} : closer(zoom)),
      yaxis: rowAxis(groups.length),
      annotations: [
        ...rowNames(groups.map(({ name }) => name)),
        ...panels.filter(({ written }) => written).flatMap((panel) => groups.flatMap(wordsIn(panel))),
      ],
    },
  });
}

function wholeRange({ groups, baselines = {}, layout = {} }: SeedDotsOptions): readonly [number, number] {
  const given = (layout["xaxis"] as { range?: readonly [number, number] } | undefined)?.range;
  const all = [...groups.flatMap(({ values }) => values), ...Object.values(baselines)];
  return given ?? [0, 1.06 * Math.max(...all.filter(Number.isFinite), 0)];
}

/** The second panel's axis, and in the first the part that it shows. */
function closer([low, high]: readonly [number, number]): Readonly<Record<string, unknown>> {
  return {
    xaxis2: {
      title: { text: "the shaded part, closer", standoff: 10 },
      domain: [0.53, 1],
      anchor: "y",
      range: [low, high],
      zeroline: false,
      gridcolor: "#e5e5e5",
      nticks: 5,
    },
    shapes: [
      {
        ...{ type: "rect", xref: "x", x0: low, x1: high, yref: "paper", y0: 0, y1: 1 },
        ...{ fillcolor: "rgba(0,0,0,0.07)", line: { width: 0 }, layer: "below" },
      },
    ],
  };
}

function upright(
  baselines: Readonly<Record<string, number>>,
  rows: number,
  { axis, range: [low, high] }: Panel,
): Trace[] {
  return Object.entries(baselines).flatMap(([name, value], i): Trace[] => {
    if (axis === "x2" && (value < low || value > high)) return [];
    return [
      {
        type: "scatter",
        mode: "lines",
        name: `${name} ${short(value)}`,
        x: [value, value],
        y: [-0.58, rows - 0.42],
        line: { ...at(BASELINE_STYLES, i % BASELINE_STYLES.length), width: 2 },
        hoverinfo: "name",
        ...(axis === "x2" ? { xaxis: axis, showlegend: false } : {}),
      },
    ];
  });
}

const short = (value: number): string => String(Number(value.toPrecision(3)));

/** A row's seeds: those that have a number, and whether all, none or some of them are dead. */
function livesOf({ values, dead = [] }: SeedGroup): { alive: number[]; dead: number[] } {
  const of = (wanted: boolean): number[] =>
    values.filter((value, i) => Number.isFinite(value) && (dead[i] ?? false) === wanted);
  return { alive: of(false), dead: of(true) };
}

function marksOf(
  group: SeedGroup & { readonly color: string },
  row: number,
  { axis, range: [low, high] }: Panel,
): Trace[] {
  const { color } = group;
  const { alive, dead } = livesOf(group);
  const on = axis === "x2" ? { xaxis: axis } : {};
  const dots = (name: string, values: readonly number[], symbol: string): Trace[] => {
    const seen = axis === "x2" ? values.filter((value) => value >= low && value <= high) : values;
    if (seen.length === 0) return [];
    const marker = { color, size: 10, opacity: 0.7, symbol };
    const places = { x: [...seen], y: seen.map(() => row) };
    return [{ type: "scatter", mode: "markers", name, ...places, marker, showlegend: false, ...on }];
  };
  const bar = (middle: number): Trace => ({
    ...{ type: "scatter", mode: "lines", name: `${group.name}, mean`, showlegend: false, ...on },
    ...{ x: [middle, middle], y: [row - 0.2, row + 0.2], line: { color, width: 3 } },
  });
  return [
    ...dots(`${group.name}, each seed`, alive, "circle"),
    ...dots(`${group.name}, dead`, dead, "x"),
    ...(alive.length > 0 && dead.length === 0 ? [bar(mean(alive))] : []),
  ];
}

/** What is written below a row: the mean at its bar; with dead seeds how many they are, below them. */
function wordsIn({ axis, range: [low, high] }: Panel): (group: SeedGroup, row: number) => Annotation[] {
  return (group, row) => {
    const { alive, dead } = livesOf(group);
    if (alive.length + dead.length === 0) return [];
    const words =
      dead.length === 0 ? `mean ${short(mean(alive))}` : `${dead.length} of ${group.values.length} dead`;
    const x = mean(dead.length === 0 ? alive : dead);
    const share = (x - low) / (high - low);
    const xanchor = share < 0.15 ? "left" : share > 0.85 ? "right" : "center";
    return [planeText(words, { xref: axis, x, xanchor, yref: "y", y: row + 0.3, yanchor: "middle" })];
  };
}
