import { at } from "../math/at";
import { mean, range } from "../math/statistics";
import { seriesColours } from "./colours";
import { type Figure } from "./figure";
import { lineChart, type Line, type LineChartOptions } from "./lineChart";
import { BASELINE_STYLES } from "./seedDots";

/** The curves of one configuration, one a seed, all over the same x. */
export interface SeedRuns {
  readonly name: string;
  readonly runs: readonly (readonly number[])[];
  readonly color?: string;
  readonly dash?: Line["dash"];
  /** Draws each seed and no mean: for dead and living ones together, whose mean is nobody's. Default false. */
  readonly each?: boolean;
}

export interface SeedCurvesOptions extends Omit<LineChartOptions, "lines"> {
  readonly groups: readonly SeedRuns[];
  /** What they share as x; default 1, 2, 3 … (epochs). */
  readonly at?: readonly number[];
  /** What the curves have to be compared with, drawn as level lines. */
  readonly baselines?: Readonly<Record<string, number>>;
}

/** Mean over seeds of each group, with its range as a pale band, or the seeds, beside level baselines. */
export function seedCurves({ groups, baselines = {}, at: places, ...options }: SeedCurvesOptions): Figure {
  const length = Math.max(...groups.flatMap(({ runs }) => runs.map((run) => run.length)));
  const xs = places ?? Array.from({ length }, (_, i) => i + 1);
  const colours = seriesColours(groups.map(({ name }) => name));
  const moving = groups.flatMap((group, i) => {
    const color = group.color ?? at(colours, i);
    return group.each === true ? seedsOf(group, xs, color) : [meanOf(group, xs, color)];
  });
  const level = Object.entries(baselines).map(([name, value], i) => ({
    name,
    x: [at(xs, 0), at(xs, xs.length - 1)],
    y: [value, value],
    ...at(BASELINE_STYLES, i % BASELINE_STYLES.length),
  }));
  return lineChart({ ...options, lines: [...moving, ...level] });
}

function meanOf({ name, runs, dash = "solid" }: SeedRuns, xs: readonly number[], color: string): Line {
  const columns = xs.map((_, j) => acrossSeeds(runs.map((run) => run[j] ?? NaN)));
  return {
    name,
    x: xs,
    y: columns.map((column) => column.mean),
    low: columns.map((column) => column.low),
    high: columns.map((column) => column.high),
    color,
    dash,
    markers: xs.length <= 20,
  };
}

function seedsOf({ name, runs }: SeedRuns, xs: readonly number[], color: string): Line[] {
  return runs.map((run, i) => ({
    name: `${name}, each seed`,
    x: xs.slice(0, run.length),
    y: run.slice(0, xs.length),
    color,
    legend: i === 0,
  }));
}

/** Mean and range of the seeds that are still finite here; NaN, a gap, when none is. */
function acrossSeeds(values: readonly number[]): { mean: number; low: number; high: number } {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return { mean: NaN, low: NaN, high: NaN };
  const [low, high] = range(finite);
  return { mean: mean(finite), low, high };
}
