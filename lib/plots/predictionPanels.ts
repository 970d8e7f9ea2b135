import { figure, type Figure, PALETTE, type Trace } from "./figure";

/** One coordinate of one run's samples, metres: what was predicted, over what happened, in a panel of its own. */
export interface PredictionPanel {
  readonly name: string;
  readonly predicted: readonly number[];
  readonly target: readonly number[];
  readonly color: string;
}

export interface PredictionPanelsOptions {
  readonly title: string;
  /** What is compared, as the axes call it: "x at 4.5 s" say. */
  readonly coordinate: string;
  readonly panels: readonly PredictionPanel[];
  /** The part of either axis that every panel draws, metres; a panel's name counts the points that lie outside. */
  readonly limits: readonly [number, number];
  readonly summary: string;
}

/** Share of the width between two panels. */
const GAP = 0.05;

/** Predictions over targets, side by side with equal axes and equal scales; perfect ones lie on the diagonal. */
export function predictionPanels(options: PredictionPanelsOptions): Figure {
  const { title, coordinate, panels, limits, summary } = options;
  const width = (1 - GAP * (panels.length - 1)) / panels.length;
  const domains = panels.map((_, i): [number, number] => [i * (width + GAP), i * (width + GAP) + width]);
  return figure({
    title,
    summary,
    x: "",
    y: `predicted ${coordinate} (m)`,
    data: panels.flatMap((panel, i) => tracesOf(panel, limits, i)),
    height: 360,
    layout: {
      showlegend: false,
      margin: { l: 56, r: 12, t: 84, b: 64 },
      ...axes(domains, limits),
      annotations: [
        ...panels.map((panel, i) => heading(panel, domains[i] ?? [0, 1], limits)),
        { ...paperText(`target ${coordinate} (m)`, 0.5), y: 0, yshift: -40, yanchor: "top" },
      ],
    },
  });
}

const axisKey = (letter: "x" | "y", i: number): string => `${letter}${i === 0 ? "" : i + 1}`;

/** Every panel's two axes over the same range; only the first tells its numbers on the left. */
function axes(
  domains: readonly [number, number][],
  limits: readonly [number, number],
): Record<string, unknown> {
  const common = { range: [...limits], zeroline: false, gridcolor: "#e5e5e5", nticks: 5 };
  const pairs = domains.flatMap((domain, i) => {
    const x = { ...common, domain, anchor: axisKey("y", i), constrain: "domain" };
    const y = {
      ...common,
      anchor: axisKey("x", i),
      scaleanchor: axisKey("x", i),
      constrain: "domain",
      ...(i === 0 ? {} : { showticklabels: false }),
    };
    return [
      [`xaxis${i === 0 ? "" : i + 1}`, x],
      [`yaxis${i === 0 ? "" : i + 1}`, y],
    ];
  });
  return Object.fromEntries(pairs) as Record<string, unknown>;
}

const paperText = (text: string, x: number): Record<string, unknown> => ({
  ...{ text, x, xref: "paper", yref: "paper", showarrow: false, font: { size: 13 } },
});

function heading(
  { name, color, predicted, target }: PredictionPanel,
  [left, right]: readonly [number, number],
  limits: readonly [number, number],
): Record<string, unknown> {
  const inside = (value: number): boolean => value >= limits[0] && value <= limits[1];
  const outside = target.filter((value, k) => !inside(value) || !inside(predicted[k] ?? NaN)).length;
  const text = outside === 0 ? name : `${name}<br>(${outside} outside)`;
  const place = { xanchor: "center", y: 1, yanchor: "bottom", font: { size: 13, color } };
  return { ...paperText(text, (left + right) / 2), ...place };
}

function tracesOf({ name, color, predicted, target }: PredictionPanel, limits: readonly number[], i: number) {
  const place = { type: "scatter", xaxis: axisKey("x", i), yaxis: axisKey("y", i) };
  const diagonal: Trace = {
    ...{ ...place, mode: "lines", name: "perfect", x: [...limits], y: [...limits], hoverinfo: "skip" },
    line: { color: PALETTE.grey, dash: "dash", width: 2 },
  };
  const dots: Trace = {
    ...{ ...place, mode: "markers", name, x: [...target], y: [...predicted] },
    marker: { color, size: 6, opacity: 0.6 },
  };
  return [diagonal, dots];
}
