import { type JobResult } from "../experiments/runJobs";
import { at } from "../math/at";
import { mean } from "../math/statistics";
import { type ValueCounts } from "../math/valueCounts";
import { depthColour } from "../plots/colours";
import { figure, type Figure, type Trace } from "../plots/figure";
import { seedCurves } from "../plots/seedCurves";
import { type HistogramPoint } from "../training/layerHistograms";
import { type LabelSet } from "../training/config";
import { type Run } from "../training/run";
import { detailedRuns, experimentColours, LABEL_NAMES, type Shown } from "./runFigures";

export interface LayerHistogramOptions {
  readonly title: string;
  readonly of: "activations" | "gradients";
  /** The update looked at: the first or the last. */
  readonly update: "first" | "last";
}

/**
 * How the values of each layer lie, one row a layer from the input (top) to the output, one outline an experiment, of
 * its first seed. In units of the first experiment's standard deviation in that layer: there ±1 is as wide as it was.
 */
export function layerHistogramFigure(
  results: readonly JobResult[],
  labels: LabelSet,
  shown: Shown,
  { title, of, update }: LayerHistogramOptions,
): Figure {
  const colors = experimentColours(Object.keys(shown));
  const runs = Object.entries(shown).map(([name, called], i) => ({
    called,
    color: at(colors, i),
    layers: pointOf(at(detailedRuns(results, name, labels), 0), update)[of],
  }));
  const base = at(runs, 0).layers;
  const names = Object.keys(base);
  const unit = (layer: string): number => base[layer]?.std ?? NaN;
  const data = runs.flatMap(({ called, color, layers }) =>
    names.map((layer, row) => outline(layers[layer], { called, color, row, unit: unit(layer) })),
  );
  const widths = runs.slice(1).map(({ called, layers }) => {
    const factors = names.map((layer) => ((layers[layer]?.std ?? NaN) / unit(layer)).toPrecision(2));
    return `${called} ${factors.join(", ")}`;
  });
  return figure({
    title,
    x: `${of}, std of the first run: 1`,
    y: "",
    data,
    summary: `Widths beside ${at(runs, 0).called}, ${names.join(", ")}: ${widths.join("; ")}.`,
    height: 130 + 56 * names.length,
    layout: {
      margin: { l: 64, r: 24, t: 92, b: 56 },
      xaxis: { range: [-REACH, REACH] },
      yaxis: {
        range: [names.length - 0.9, -1.1],
        tickvals: names.map((_, row) => row),
        ticktext: names.map((layer) => `${shortName(layer)}, ${unit(layer).toPrecision(2)}`),
        showgrid: false,
      },
    },
  });
}

/** What the x axis shows to both sides, in standard deviations. */
const REACH = 4;

const shortName = (layer: string): string => layer.replace(/\.weight$/, "");

function pointOf({ histograms }: Run, update: "first" | "last"): HistogramPoint {
  return at(histograms, update === "first" ? 0 : histograms.length - 1);
}

/** A histogram as an outline standing on its row; the highest bar is nine tenths of a row high. */
function outline(
  counts: ValueCounts | undefined,
  {
    called,
    color,
    row,
    unit,
  }: { readonly called: string; readonly color: string; readonly row: number; readonly unit: number },
): Trace {
  const { from = NaN, width = NaN, counts: bars = [] } = counts ?? {};
  const highest = Math.max(1, ...bars);
  return {
    type: "scatter",
    mode: "lines",
    name: called,
    x: bars.map((_, i) => round((from + (i + 0.5) * width) / unit)),
    y: bars.map((bar) => round(row - (0.9 * bar) / highest)),
    line: { color, width: 2 },
    hoverinfo: "name",
    showlegend: row === 0,
  };
}

const round = (value: number): number => Number(value.toPrecision(4));

/**
 * update : weight along the run for each weight matrix, mean and range over the recorded seeds, log scale, beside a
 * thousandth, which is taken for healthy.
 */
export function updateRatioFigure(
  results: readonly JobResult[],
  labels: LabelSet,
  name: string,
  title: string,
): Figure {
  const runs = detailedRuns(results, name, labels);
  const matrices = matricesOf(at(runs, 0));
  const groups = matrices.map((matrix, place) => ({
    name: shortName(matrix),
    color: depthColour(place, matrices.length),
    runs: runs.map((run) => updateRatios(run, matrix)),
  }));
  const peaks = groups.map(({ name, runs }) => `${name} ${mean(runs.map(highest)).toPrecision(2)}`);
  return seedCurves({
    title,
    x: "updates done",
    y: "update : weight",
    at: at(runs, 0).layers.map(({ update }) => update),
    groups,
    baselines: { "a thousandth": 1e-3 },
    summary: `${LABEL_NAMES[labels]}, highest update : weight: ${peaks.join(", ")}.`,
    height: 420,
    layout: {
      yaxis: { type: "log", range: [-5, 0], exponentformat: "power" },
      margin: { l: 64, r: 24, t: 104, b: 56 },
    },
  });
}

/** The weight matrices whose gradients a run keeps counts of, first to last. */
const matricesOf = ({ histograms }: Run): string[] => Object.keys(at(histograms, 0).gradients);

/** Size of each recorded update of a matrix beside the matrix itself; NaN, a gap, where the rate was still 0. */
export function updateRatios({ layers }: Run, matrix: string): number[] {
  return layers.map((point) => {
    const found = point.layers.find(({ name }) => name === matrix);
    const ratio = (found?.updateNorm ?? NaN) / (found?.weightNorm ?? NaN);
    return ratio > 1e-9 ? ratio : NaN;
  });
}

const highest = (ratios: readonly number[]): number => Math.max(...ratios.filter(Number.isFinite));
