import { mean } from "../math/statistics";
import { figure, type Figure, PALETTE, type Trace } from "./figure";

/** The seeds of one run in the plane: how wide its predictions are, and how they go along with the targets. */
export interface PlaneRun {
  readonly name: string;
  readonly color: string;
  readonly spreadRatios: readonly number[];
  readonly rs: readonly number[];
}

export interface CollapsePlaneOptions {
  readonly title: string;
  readonly runs: readonly PlaneRun[];
  readonly summary: string;
}

/** What a place in the plane means, written there: [spread ratio, r]. */
const WORDS = [
  { text: "<i>too small</i>", x: 0.3, y: 0.72 },
  { text: "<i>as it should be</i>", x: 1.06, y: 0.82 },
  { text: "<i>knows little</i>", x: 0.66, y: 0.02 },
] as const;

/** Width and height of the plane: equal scales, so that a slope of one looks like one. */
const WIDEST = 1.3;
const LOWEST = -0.3;

/**
 * Runs by spread ratio and r, a mark for each seed, its name beside it and the meaning of each corner in the plane.
 * Marks outside are put on the edge; NaN is left out.
 */
export function collapsePlane({ title, runs, summary }: CollapsePlaneOptions): Figure {
  return figure({
    ...{ title, summary, x: "spread ratio", y: "r", height: 500 },
    data: [AS_WIDE_AS_IT_KNOWS, ...runs.map(marks)],
    layout: {
      showlegend: false,
      xaxis: { range: [0, WIDEST], constrain: "domain" },
      yaxis: { range: [LOWEST, 1.08], scaleanchor: "x", scaleratio: 1, constrain: "domain" },
      annotations: [...WORDS.map(word), SLOPE_ONE, ...runs.map(nameOf)],
    },
  });
}

const AS_WIDE_AS_IT_KNOWS: Trace = {
  ...{ type: "scatter", mode: "lines", name: "slope 1", x: [0, 1], y: [0, 1], hoverinfo: "skip" },
  line: { dash: "dash", color: PALETTE.grey },
};

const SLOPE_ONE = {
  ...{ x: 0.4, y: 0.4, text: "slope 1: as wide as it knows", showarrow: false, textangle: -45 },
  ...{ yshift: 9, xshift: -9, font: { size: 11, color: PALETTE.grey } },
};

const word = (place: (typeof WORDS)[number]): Record<string, unknown> => ({
  ...{ ...place, showarrow: false, font: { size: 15, color: PALETTE.grey } },
});

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Where the seeds lie; those without an r or a ratio lie nowhere. */
function placesOf({ spreadRatios, rs }: PlaneRun): { readonly x: number; readonly y: number }[] {
  return spreadRatios.flatMap((ratio, i) => {
    const r = rs[i] ?? NaN;
    if (!Number.isFinite(ratio) || !Number.isFinite(r)) return [];
    return [{ x: clamp(ratio, 0, WIDEST), y: clamp(r, LOWEST, 1) }];
  });
}

function marks(run: PlaneRun): Trace {
  const places = placesOf(run);
  return {
    ...{ type: "scatter", mode: "markers", name: run.name },
    ...{ x: places.map(({ x }) => x), y: places.map(({ y }) => y) },
    marker: { size: 11, color: run.color, opacity: 0.7 },
  };
}

function nameOf(run: PlaneRun): Record<string, unknown> {
  const places = placesOf(run);
  if (places.length === 0) return { text: "", showarrow: false, x: 0, y: 0 };
  const [x, y] = [mean(places.map((place) => place.x)), mean(places.map((place) => place.y))];
  const font = { size: 13, color: run.color };
  return { text: run.name, x, y, showarrow: false, yshift: -18, xanchor: x > 0.9 ? "right" : "left", font };
}
