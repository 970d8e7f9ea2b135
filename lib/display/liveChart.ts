import type { Point } from "../geometry/trajectory";
import { mean } from "../math/statistics";
import { figure, PALETTE, type Figure } from "../plots/figure";
import { lineSvg, type Line } from "../plots/lineSvg";
import { thin } from "../plots/thin";
import { displayBundle, inKernel } from "./displayBundle";
import { figureBundle, figureText } from "./figureBundle";
import { frames } from "./frames";

export interface LiveChartOptions {
  readonly title: string;
  /** Axis titles with units. */
  readonly x: string;
  readonly y: string;
  /** Names of the lines, in the order of their colours. */
  readonly series: readonly string[];
  /** By default those of the palette. */
  readonly colours?: readonly string[];
  /** Values that do not move, drawn dotted: what the lines have to be compared with. */
  readonly baselines?: Readonly<Record<string, number>>;
  /** Milliseconds from any start; the tests give their own. */
  readonly clock?: () => number;
}

/** A chart that grows while a cell runs. */
export interface LiveChart {
  /**
   * Adds one value to some or all lines at `x`; `note` stands behind the title until the end, as the time left
   * does. Throws on a name that is no series.
   */
  add(x: number, values: Readonly<Record<string, number>>, note?: string): void;
  /** Puts the interactive figure in the place of the last frame; outside a kernel prints its line of text. */
  done(): void;
}

const COLOURS = [
  PALETTE.blue,
  PALETTE.vermillion,
  PALETTE.green,
  PALETTE.orange,
  PALETTE.purple,
  PALETTE.sky,
];

let charts = 0;

const short = (value: number): string => String(Number(value.toPrecision(4)));

/** So many points are summed up by means: two single ones of a restless line say nothing. */
const MANY = 20;

/** From where to where a line goes: first and last point, of many the means of the first and the last tenth. */
function endsOf(points: readonly Point[]): string {
  const ys = points.map(([, y]) => y);
  const many = ys.length >= MANY;
  const part = many ? Math.ceil(ys.length / 10) : 1;
  const ends = [ys.slice(0, part), ys.slice(-part)].map((values) => short(mean(values))).join(" → ");
  return `${ends} (${many ? "means of the first and the last tenth of " : ""}${ys.length} points)`;
}

/** "train 66.8 → 66.2 (7 points); best constant 44": the chart in one line. */
function summaryOf(moving: readonly Line[], still: readonly Line[]): string {
  const moved = moving.map(({ name, points }) =>
    points.length === 0 ? `${name}: no point` : `${name} ${endsOf(points)}`,
  );
  return (
    [...moved, ...still.map(({ name, points }) => `${name} ${short(points[0]?.[1] ?? NaN)}`)].join("; ") + "."
  );
}

function finalFigure(options: LiveChartOptions, lines: readonly Line[], summary: string): Figure {
  const data = lines.map(({ name, colour, points, dotted = false }) => {
    const shown = thin(points);
    const line = { color: colour, width: 2, ...(dotted ? { dash: "dot" } : {}) };
    return { x: shown.map((p) => p[0]), y: shown.map((p) => p[1]), name, mode: "lines", line };
  });
  return figure({ title: options.title, x: options.x, y: options.y, data, summary });
}

type Points = ReadonlyMap<string, readonly Point[]>;

const movingLines = (points: Points, colours: readonly string[]): Line[] =>
  [...points].map(([name, line], i) => ({
    name,
    colour: colours[i % colours.length] ?? PALETTE.blue,
    points: line,
  }));

/** Baselines from the first x of any line to the last. */
function stillLines(baselines: Readonly<Record<string, number>>, points: Points): Line[] {
  const xs = [...points.values()].flatMap((line) => thin(line).map(([x]) => x));
  const ends = xs.length === 0 ? [0, 1] : [Math.min(...xs), Math.max(...xs)];
  return Object.entries(baselines).map(([name, value], i) => ({
    name,
    colour: i === 0 ? PALETTE.black : PALETTE.grey,
    dotted: true,
    points: ends.map((x) => [x, value] as const),
  }));
}

/**
 * Opens a chart below the running cell. Every `add` keeps its values and draws, at most four times a second;
 * `done` replaces the drawing with the interactive figure, so that is what a saved notebook holds. Call it
 * when the work ends, also when it was stopped (`finally`). The chart holds no timer and no other resource.
 */
export function liveChart(options: LiveChartOptions): LiveChart {
  const { title, x, y, series, baselines = {}, colours = COLOURS } = options;
  const whenDue = frames(options.clock);
  const displayId = `live-chart-${++charts}`;
  const points = new Map(series.map((name) => [name, [] as Point[]]));
  const moving = (): Line[] => movingLines(points, colours);
  const still = (): Line[] => stillLines(baselines, points);
  let shown = false;

  const frame = (note?: string): void => {
    const heading = note === undefined ? title : `${title} · ${note}`;
    const svg = lineSvg({ title: heading, x, y, lines: [...moving(), ...still()] });
    const bundle = { "image/svg+xml": svg, "text/plain": `${title}: ${summaryOf(moving(), still())}` };
    displayBundle(bundle, { displayId, update: shown });
    shown = true;
  };

  return {
    add(at, values, note) {
      for (const [name, value] of Object.entries(values)) {
        const line = points.get(name);
        if (line === undefined) {
          throw new Error(
            `live chart: expected one of ${series.join(", ")}, got "${name}"; name it in series`,
          );
        }
        line.push([at, value]);
      }
      whenDue(() => frame(note));
    },
    done() {
      const final = finalFigure(options, [...moving(), ...still()], summaryOf(moving(), still()));
      if (inKernel()) displayBundle(figureBundle(final), { displayId, update: shown });
      else console.log(figureText(final));
      shown = true;
    },
  };
}
