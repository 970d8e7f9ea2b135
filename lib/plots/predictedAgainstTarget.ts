import { at } from "../math/at";
import { seriesColours } from "./colours";
import { figure, type Figure, PALETTE, type Trace } from "./figure";
import { type Annotation, planeText } from "./rowNames";

/** One coordinate of many samples, metres: what was predicted, and what happened. */
export interface PredictedPoints {
  readonly name: string;
  readonly predicted: readonly number[];
  readonly target: readonly number[];
  readonly color?: string;
}

export interface PredictedAgainstTargetOptions {
  readonly title: string;
  /** What is compared, as the axes call it: "x at 4.5 s" say. */
  readonly coordinate: string;
  /** One panel each, side by side: clouds on top of one another hide what differs. */
  readonly groups: readonly PredictedPoints[];
  /** The part of either axis that is drawn, metres; the panel's name counts the points that lie outside. */
  readonly limits: readonly [number, number];
  readonly summary: string;
}

/** Letters that fit above a panel, in a line. */
const NAME_LENGTH = 16;

const GAP = 0.03;

/** Each prediction over its target, a square a group: perfect ones lie on the diagonal, compressed ones on a flatter line. */
export function predictedAgainstTarget(options: PredictedAgainstTargetOptions): Figure {
  const { title, coordinate, groups, limits, summary } = options;
  const colours = seriesColours(groups.map(({ name }) => name));
  const width = (1 + GAP) / groups.length;
  const axis = { range: [...limits], scaleanchor: "y", constrain: "domain", gridcolor: "#e5e5e5", nticks: 5 };
  const across = { title: { text: groups.length < 3 ? `target ${coordinate} (m)` : "target (m)" } };
  const axes = groups.map((_, i) => [
    `xaxis${i === 0 ? "" : i + 1}`,
    { ...axis, ...across, zeroline: false, domain: [i * width, (i + 1) * width - GAP] },
  ]);
  return figure({
    title,
    summary,
    x: across.title.text,
    y: `predicted ${coordinate} (m)`,
    data: groups.flatMap((group, i) => [
      diagonal(limits, i),
      dotsOf(group, i, group.color ?? at(colours, i)),
    ]),
    height: groups.length === 1 ? 460 : groups.length === 2 ? 440 : 360,
    layout: {
      ...(Object.fromEntries(axes) as object),
      yaxis: { range: [...limits], constrain: "domain", nticks: 6 },
      margin: { l: 64, r: 24, t: 96, b: 72 },
      annotations: groups.map((group, i) => nameAbove(group, limits, i)),
    },
  });
}

const on = (i: number): object => ({ xaxis: i === 0 ? "x" : `x${i + 1}`, showlegend: false });

function diagonal(limits: readonly [number, number], i: number): Trace {
  const line = { color: PALETTE.black, dash: "dash", width: 1 };
  const ends = { x: [...limits], y: [...limits] };
  return { type: "scatter", mode: "lines", name: "perfect", ...ends, line, hoverinfo: "name", ...on(i) };
}

function dotsOf({ name, predicted, target }: PredictedPoints, i: number, color: string): Trace {
  const marker = { color, size: 6, opacity: 0.7 };
  return { type: "scatter", mode: "markers", name, x: [...target], y: [...predicted], marker, ...on(i) };
}

function nameAbove(group: PredictedPoints, [low, high]: readonly [number, number], i: number): Annotation {
  const inside = (value: number): boolean => value >= low && value <= high;
  const { name, target, predicted } = group;
  const outside = target.filter((value, k) => !inside(value) || !inside(predicted[k] ?? NaN)).length;
  const lines = [...inLines(name), ...(outside === 0 ? [] : [`${outside} of ${target.length} outside`])];
  const place = {
    xref: `x${i === 0 ? "" : i + 1} domain`,
    x: 0.5,
    yref: "y domain",
    y: 1,
    yanchor: "bottom",
  };
  return planeText(lines.join("<br>"), place);
}

function inLines(name: string): string[] {
  return name.split(" ").reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= NAME_LENGTH) return [...lines, word];
    return [...lines.slice(0, -1), `${last} ${word}`];
  }, []);
}
