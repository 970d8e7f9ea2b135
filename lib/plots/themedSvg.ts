import type { Point } from "../geometry/trajectory";
import { escapeHtml } from "./escapeHtml";
import { niceTicks } from "./niceTicks";
import { penPath } from "./penPath";

/** One axis: what it is called, how far it goes, and whether it goes by powers of ten. */
export interface Axis {
  readonly title: string;
  readonly range: readonly [number, number];
  readonly log?: boolean;
}

/** What is drawn, in the order given. `className` names a colour of the page: a light and a dark one. */
export type Mark =
  | {
      readonly kind: "line";
      readonly className: string;
      readonly points: readonly Point[];
      readonly dashed?: boolean;
    }
  | {
      readonly kind: "dots";
      readonly className: string;
      readonly points: readonly Point[];
      readonly radius?: number;
    }
  | { readonly kind: "crosses"; readonly className: string; readonly points: readonly Point[] }
  | { readonly kind: "area"; readonly className: string; readonly points: readonly Point[] }
  | {
      readonly kind: "text";
      readonly className: string;
      readonly at: Point;
      readonly words: string;
      readonly anchor?: "start" | "middle" | "end";
    };

export interface ThemedSvgOptions {
  /** What a reader who cannot see the drawing should learn from it. */
  readonly summary: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly marks: readonly Mark[];
}

/** Sized for a phone: on a wide page it grows, and its text with it. */
const WIDTH = 360;
const HEIGHT = 260;
const LEFT = 52;
const RIGHT = 348;
const TOP = 12;
const BOTTOM = 212;

interface Scales {
  readonly across: (value: number) => number;
  readonly down: (value: number) => number;
}

const powers = ({ range: [low, high] }: Axis): number[] => {
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const every = Math.ceil((last - first + 1) / 6);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
    .filter((power) => (power - first) % every === 0)
    .map((power) => Number(`1e${power}`));
};

function ticksOf(axis: Axis): number[] {
  const decades = axis.log === true ? powers(axis) : [];
  return decades.length > 1 ? decades : niceTicks(...axis.range, 5);
}

function scaleOf(
  { range: [low, high], log = false }: Axis,
  from: number,
  to: number,
): (value: number) => number {
  const on = log ? Math.log10 : (value: number): number => value;
  return (value) => {
    const share = (on(value) - on(low)) / (on(high) - on(low));
    return from + Math.min(1.02, Math.max(-0.02, share)) * (to - from);
  };
}

const digits = (value: number): string => value.toFixed(1);

function tickText(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size >= 1e5 || size < 1e-3)
    ? value.toExponential(0).replace("e+", "e")
    : String(value);
}

function text(x: number, y: number, words: string, attributes: string): string {
  return `<text x="${digits(x)}" y="${digits(y)}" ${attributes}>${escapeHtml(words)}</text>`;
}

function axes({ x, y }: ThemedSvgOptions, { across, down }: Scales): string {
  const columns = ticksOf(x).map(
    (tick) =>
      `<path class="grid" d="M${digits(across(tick))},${TOP}V${BOTTOM}"/>` +
      text(across(tick), BOTTOM + 15, tickText(tick), 'text-anchor="middle"'),
  );
  const rows = ticksOf(y).map(
    (tick) =>
      `<path class="grid" d="M${LEFT},${digits(down(tick))}H${RIGHT}"/>` +
      text(LEFT - 6, down(tick) + 4, tickText(tick), 'text-anchor="end"'),
  );
  const titles = [
    text((LEFT + RIGHT) / 2, BOTTOM + 36, x.title, 'text-anchor="middle"'),
    text(
      12,
      (TOP + BOTTOM) / 2,
      y.title,
      `text-anchor="middle" transform="rotate(-90,12,${(TOP + BOTTOM) / 2})"`,
    ),
  ];
  return [...columns, ...rows, ...titles].join("");
}

const isFinitePoint = ([px, py]: Point): boolean => Number.isFinite(px) && Number.isFinite(py);

/** What is no finite number leaves a gap, and does not stand at an edge. */
function pathOf(points: readonly Point[], { across, down }: Scales): string {
  return penPath(
    points.map((point): Point => (isFinitePoint(point) ? [across(point[0]), down(point[1])] : [NaN, NaN])),
  );
}

function drawn(mark: Mark, scales: Scales): string {
  const { across, down } = scales;
  switch (mark.kind) {
    case "line":
      return `<path class="line ${mark.className}" d="${pathOf(mark.points, scales)}"${mark.dashed === true ? ' stroke-dasharray="5 4"' : ""}/>`;
    case "area":
      return `<path class="area ${mark.className}" d="${pathOf(mark.points, scales)}Z"/>`;
    case "dots":
      return mark.points
        .filter(isFinitePoint)
        .map(
          ([px, py]) =>
            `<circle class="dot ${mark.className}" cx="${digits(across(px))}" cy="${digits(down(py))}" r="${mark.radius ?? 2.5}"/>`,
        )
        .join("");
    case "crosses":
      return mark.points
        .map(
          ([px, py]) =>
            `<path class="line ${mark.className}" d="M${digits(across(px) - 4)},${digits(down(py) - 4)}l8,8m0,-8l-8,8"/>`,
        )
        .join("");
    case "text":
      return text(
        across(mark.at[0]),
        down(mark.at[1]),
        mark.words,
        `class="${mark.className}" text-anchor="${mark.anchor ?? "start"}"`,
      );
    default:
      return mark satisfies never;
  }
}

/**
 * A chart as SVG that takes its colours from the page (classes `grid`, `line`, `dot`, `area` and those of the marks), so
 * that it is right in light and in dark, and is drawn without Plotly: legible at the width of a phone. Marks beyond an
 * axis stand at its edge.
 */
export function themedSvg(options: ThemedSvgOptions): string {
  const scales = { across: scaleOf(options.x, LEFT, RIGHT), down: scaleOf(options.y, BOTTOM, TOP) };
  return [
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(options.summary)}">`,
    axes(options, scales),
    ...options.marks.map((mark) => drawn(mark, scales)),
    "</svg>",
  ].join("");
}
