import { range } from "../math/statistics";
import { meaningOf } from "./colours";
import { figure, PALETTE, type Figure } from "./figure";

export interface HistogramOptions {
  readonly title: string;
  /** Axis title with unit. */
  readonly x: string;
  readonly values: readonly number[];
  readonly summary: string;
  /** Bars; 40 by default. */
  readonly bars?: number;
}

/** Counts of values in bars of equal width between the smallest and the largest; counted here, so that a figure stays small. */
export function histogram({ values, bars = 40, ...options }: HistogramOptions): Figure {
  const [low, high] = range(values);
  const width = (high - low || 1) / bars;
  const counts = new Array<number>(bars).fill(0);
  for (const value of values) {
    const bar = Math.min(bars - 1, Math.floor((value - low) / width));
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  const centres = counts.map((_, i) => low + (i + 0.5) * width);
  const trace = {
    type: "bar",
    x: centres,
    y: counts,
    width,
    marker: { color: meaningOf(options.title) ?? PALETTE.sky },
    showlegend: false,
  };
  return figure({ ...options, y: "count", data: [trace] });
}
