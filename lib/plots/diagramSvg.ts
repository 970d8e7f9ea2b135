import type { Point } from "../geometry/trajectory";
import { escapeHtml } from "./escapeHtml";
import { PALETTE } from "./figure";

/** A rectangle of a diagram. */
export interface DiagramBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface DiagramText {
  readonly anchor?: "start" | "middle" | "end";
  readonly size?: number;
  /** Drawn fainter. */
  readonly quiet?: boolean;
  readonly bold?: boolean;
}

const INK = "#1f2328";
const QUIET = "#5e646c";

/** A rounded box; the page's colours replace those it is written with. */
export const box = ({ x, y, width, height }: DiagramBox): string =>
  `<rect class="box" x="${x}" y="${y}" width="${width}" height="${height}" rx="5" fill="#f5f5f3" stroke="${QUIET}"/>`;

/** Words at a place, their baseline there. */
export function words([x, y]: Point, text: string, options: DiagramText = {}): string {
  const { anchor = "start", size = 13, quiet = false, bold = false } = options;
  const weight = bold ? ' font-weight="600"' : "";
  const look = quiet ? `class="quiet" fill="${QUIET}"` : `class="ink" fill="${INK}"`;
  return `<text ${look} x="${x}" y="${y}" font-size="${size}" text-anchor="${anchor}"${weight}>${escapeHtml(text)}</text>`;
}

/** A line along which something goes, with a head at its end unless `head` is false. */
export function flow(points: readonly Point[], { dashed = false, head = true } = {}): string {
  const path = points.map(([x, y], i) => `${i === 0 ? "M" : "L"}${x},${y}`).join("");
  const dash = dashed ? ' stroke-dasharray="4 3"' : "";
  return `<path class="flow" d="${path}${head ? headOf(points) : ""}" fill="none" stroke="${QUIET}" stroke-width="1.4"${dash}/>`;
}

/** Two strokes back from the end of the last stretch, which goes along an axis. */
function headOf(points: readonly Point[]): string {
  const [[fromX, fromY] = [0, 0], [x, y] = [0, 0]] = points.slice(-2);
  const [dx, dy] = [Math.sign(x - fromX), Math.sign(y - fromY)];
  const back = (side: 1 | -1): Point => [x - 5 * dx + 4 * side * dy, y - 5 * dy + 4 * side * dx];
  const [left, right] = [back(1), back(-1)];
  return `M${left[0]},${left[1]}L${x},${y}L${right[0]},${right[1]}`;
}

/** A numbered dot; a lit one in the colour of fixes. */
export function dot([x, y]: Point, number: number, isLit: boolean): string {
  const circle = isLit
    ? `<circle class="mark lit" cx="${x}" cy="${y}" r="9.5" fill="${PALETTE.green}" stroke="${PALETTE.green}"/>`
    : `<circle class="mark" cx="${x}" cy="${y}" r="9.5" fill="#ffffff" stroke="${QUIET}"/>`;
  const look = isLit ? 'class="on-mark" fill="#ffffff"' : `class="quiet" fill="${QUIET}"`;
  return `${circle}<text ${look} x="${x}" y="${y + 4.2}" font-size="12" font-weight="600" text-anchor="middle">${number}</text>`;
}

export interface DiagramOptions {
  readonly width: number;
  readonly height: number;
  /** How wide it is drawn where there is room, pixels. */
  readonly shownWidth: number;
  /** What a reader who cannot see it should learn. */
  readonly summary: string;
  readonly parts: readonly string[];
}

/** The parts as one SVG document: on white by itself, in the page's colours where it stands in a page's HTML. */
export function diagramSvg({ width, height, shownWidth, summary, parts }: DiagramOptions): string {
  const shownHeight = Math.round((shownWidth * height) / width);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="diagram" viewBox="0 0 ${width} ${height}" width="${shownWidth}" height="${shownHeight}" font-family="DejaVu Sans, Verdana, sans-serif" role="img" aria-label="${escapeHtml(summary)}">`,
    `<rect class="paper" width="${width}" height="${height}" fill="#ffffff"/>`,
    ...parts,
    "</svg>",
  ].join("\n");
}
