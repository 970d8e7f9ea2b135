import type { Point } from "../geometry/trajectory";
import { escapeHtml } from "./escapeHtml";
import { niceTicks } from "./niceTicks";
import { penPath } from "./penPath";
import { thin } from "./thin";

export interface Line {
  readonly name: string;
  readonly colour: string;
  /** [x, y] in the order they are joined; a y that is not finite leaves a gap. */
  readonly points: readonly Point[];
  /** Dotted, for what does not move; solid by default. */
  readonly dotted?: boolean;
}

export interface LineChart {
  readonly title: string;
  /** Axis titles with units. */
  readonly x: string;
  readonly y: string;
  readonly lines: readonly Line[];
}

const WIDTH = 760;
const HEIGHT = 380;
const LEFT = 72;
const RIGHT = 736;
const TOP = 72;
const BOTTOM = 324;

/** Smallest and largest finite value; a range of length 1 around them where they do not differ. */
function extent(values: readonly number[]): [number, number] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [0, 1];
  const low = Math.min(...finite);
  const high = Math.max(...finite);
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}

const text = (x: number, y: number, words: string, rest = ""): string =>
  `<text x="${x}" y="${y}" ${rest}>${escapeHtml(words)}</text>`;

const stroke = (path: string, colour: string, rest = ""): string =>
  `<path d="${path}" fill="none" stroke="${colour}" ${rest}/>`;

const dash = ({ dotted = false }: Line): string => (dotted ? ' stroke-dasharray="2 4"' : "");

function legend(lines: readonly Line[]): string {
  let x = LEFT;
  const items = lines.map((line) => {
    const item =
      stroke(`M${x},52h24`, line.colour, `stroke-width="2"${dash(line)}`) + text(x + 30, 56, line.name);
    x += 54 + 7 * line.name.length;
    return item;
  });
  return items.join("");
}

/**
 * Lines as an SVG drawing of 760 × 380 pixels, in a millisecond or so: the frames of a live chart, for
 * which Plotly is too slow and too heavy. Looks like the final figure.
 */
export function lineSvg({ title, x, y, lines: given }: LineChart): string {
  const lines = given.map((line) => ({ ...line, points: thin(line.points) }));
  const points = lines.flatMap((line) => line.points);
  const [x0, x1] = extent(points.map((point) => point[0]));
  const [y0, y1] = extent(points.map((point) => point[1]));
  const pad = 0.05 * (y1 - y0);
  const across = (value: number): number => LEFT + ((value - x0) / (x1 - x0)) * (RIGHT - LEFT);
  const down = (value: number): number =>
    BOTTOM - ((value - y0 + pad) / (y1 - y0 + 2 * pad)) * (BOTTOM - TOP);
  const place = ([px, py]: Point): Point => [across(px), down(py)];
  const columns = niceTicks(x0, x1, 8).map(
    (tick) =>
      stroke(`M${across(tick).toFixed(1)},${TOP}V${BOTTOM}`, "#e5e5e5") +
      text(across(tick), BOTTOM + 18, String(tick), 'text-anchor="middle"'),
  );
  const rows = niceTicks(y0 - pad, y1 + pad).map(
    (tick) =>
      stroke(`M${LEFT},${down(tick).toFixed(1)}H${RIGHT}`, "#e5e5e5") +
      text(LEFT - 6, down(tick) + 4, String(tick), 'text-anchor="end"'),
  );
  const drawn = lines.map((line) =>
    stroke(penPath(line.points.map(place)), line.colour, `stroke-width="2"${dash(line)}`),
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}"`,
    ` font-family="sans-serif" font-size="12" fill="#444"><rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...[...columns, ...rows, ...drawn, legend(lines)],
    text(WIDTH / 2, 28, title, 'font-size="17" text-anchor="middle"'),
    text((LEFT + RIGHT) / 2, BOTTOM + 42, x, 'font-size="14" text-anchor="middle"'),
    text(20, 198, y, 'font-size="14" text-anchor="middle" transform="rotate(-90,20,198)"'),
    "</svg>",
  ].join("");
}
