import { at } from "../math/at";
import { mean, range } from "../math/statistics";
import { type Figure, PALETTE } from "./figure";
import { lineChart, type LineChartOptions } from "./lineChart";
import { BASELINE_STYLES } from "./seedDots";

/** The curves of one configuration, one a seed, all over the same x. */
export interface SeedRuns {
  readonly name: string;
  readonly runs: readonly (readonly number[])[];
  readonly color?: string;
}

export interface SeedCurvesOptions extends Omit<LineChartOptions, "lines"> {
  readonly groups: readonly SeedRuns[];
  /** What they share as x; default 1, 2, 3 … (epochs). */
  readonly at?: readonly number[];
  /** What the curves have to be compared with, drawn as level lines. */
  readonly baselines?: Readonly<Record<string, number>>;
}

/** Mean over seeds of each group, with its range as a pale band, beside level baselines. */
export function seedCurves({ groups, baselines = {}, at: places, ...options }: SeedCurvesOptions): Figure {
  const palette = Object.values(PALETTE);
  const length = Math.max(...groups.flatMap(({ runs }) => runs.map((run) => run.length)));
  const xs = places ?? Array.from({ length }, (_, i) => i + 1);
  const moving = groups.map(({ name, runs, color }, i) => {
    const columns = xs.map((_, j) => acrossSeeds(runs.map((run) => run[j] ?? NaN)));
    return {
      name,
      x: xs,
      y: columns.map((column) => column.mean),
      low: columns.map((column) => column.low),
      high: columns.map((column) => column.high),
      color: color ?? palette[i % palette.length] ?? PALETTE.black,
      markers: xs.length <= 20,
    };
  });
  const level = Object.entries(baselines).map(([name, value], i) => ({
    name,
    x: [at(xs, 0), at(xs, xs.length - 1)],
    y: [value, value],
    ...at(BASELINE_STYLES, i % BASELINE_STYLES.length),
  }));
  return lineChart({ ...options, lines: [...moving, ...level] });
}

/** Mean and range of the seeds that are still finite here; NaN, a gap, when none is. */
function acrossSeeds(values: readonly number[]): { mean: number; low: number; high: number } {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return { mean: NaN, low: NaN, high: NaN };
  const [low, high] = range(finite);
  return { mean: mean(finite), low, high };
}
