import type { DOMWindow } from "jsdom";
import type { Point } from "../geometry/trajectory";
import { textWidth } from "./textWidth";

/** Font size in pixels that applies to an element: its own, or the nearest ancestor's. */
function fontSize(element: Element): number {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const size = parseFloat((at as SVGElement).style.fontSize || (at.getAttribute("font-size") ?? ""));
    if (size > 0) return size;
  }
  return 12;
}

/** DejaVu Sans above and below its base line, in font sizes (`hhea` of the font). */
const ASCENT = 0.93;
const DESCENT = 0.24;
/** From one base line to the next, as Plotly sets it. */
const LINE_SPACING = 1.3;

/** Where a text starts relative to its anchor, in widths. */
const ANCHOR: Readonly<Record<string, number>> = { start: 0, middle: -0.5, end: -1 };

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const POINT: Box = { x: 0, y: 0, width: 0, height: 0 };

const numberOf = (element: Element, attribute: string): number =>
  Number(element.getAttribute(attribute) ?? 0);

/** The box of a text, as wide as its widest line. */
function textBox(text: Element): Box {
  const size = fontSize(text);
  const lines = [...text.querySelectorAll("tspan.line")].map((line) => line.textContent);
  if (lines.length === 0) lines.push(text.textContent);
  const width = Math.max(...lines.map((line) => textWidth(line, size)));
  const anchor = ANCHOR[text.getAttribute("text-anchor") ?? "start"] ?? 0;
  const x = numberOf(text, "x") + anchor * width;
  const y = numberOf(text, "y") - ASCENT * size;
  return { x, y, width, height: (ASCENT + DESCENT + LINE_SPACING * (lines.length - 1)) * size };
}

const numbersIn = (text: string): number[] => (text.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);

/** The box around a box after `rotate(degrees,cx,cy)`; only quarter turns keep its size. */
function rotated({ x, y, width, height }: Box, [degrees = 0, cx = 0, cy = 0]: readonly number[]): Box {
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const corners = [x - cx, x + width - cx].flatMap((dx) =>
    [y - cy, y + height - cy].map((dy) => [dx, dy] as const),
  );
  return unionBox(
    corners.map(([dx, dy]) => ({
      x: cx + cos * dx - sin * dy,
      y: cy + sin * dx + cos * dy,
      width: 0,
      height: 0,
    })),
  );
}

/** A box after an element's own transform: the translations and rotations Plotly writes, last one first. */
function transformed(box: Box, element: Element): Box {
  const steps = [...(element.getAttribute("transform") ?? "").matchAll(/(translate|rotate)\(([^)]*)\)/g)];
  return steps.reduceRight((current, [, name, text = ""]) => {
    const numbers = numbersIn(text);
    if (name === "rotate") return rotated(current, numbers);
    return { ...current, x: current.x + (numbers[0] ?? 0), y: current.y + (numbers[1] ?? 0) };
  }, box);
}

/** The smallest box around several. */
export function unionBox(boxes: readonly Box[]): Box {
  if (boxes.length === 0) return POINT;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** The box of the texts in an element, in its own coordinates; a point at 0 where there is no text. */
function localBox(element: Element): Box {
  if (element.textContent === "") return POINT;
  if (element.children.length === 0 || element.nodeName === "text") return textBox(element);
  const children = [...element.children].filter((child) => child.textContent !== "");
  return unionBox(children.map((child) => transformed(localBox(child), child)));
}

/** The corner points of a path, curves taken as straight: enough to place arrow heads and contour labels. */
function pathPoints(path: Element): Point[] {
  const numbers = numbersIn(path.getAttribute("d") ?? "");
  return Array.from({ length: numbers.length >> 1 }, (_, i) => [
    numbers[2 * i] ?? 0,
    numbers[2 * i + 1] ?? 0,
  ]);
}

const distance = (a: Point, b: Point): number => Math.hypot(b[0] - a[0], b[1] - a[1]);

/** Length of a line through points: Σ |pᵢ₊₁ − pᵢ|. */
export function polylineLength(points: readonly Point[]): number {
  return points.reduce((sum, point, i) => sum + (i === 0 ? 0 : distance(points[i - 1] ?? point, point)), 0);
}

/** The point after `length` of the way along a line through points; its last point when that is longer. */
export function pointAtLength(points: readonly Point[], length: number): Point {
  let left = length;
  for (const [i, end] of points.entries()) {
    const start = points[i - 1] ?? end;
    const piece = distance(start, end);
    if (piece > 0 && left <= piece) {
      const part = left / piece;
      return [start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])];
    }
    left -= piece;
  }
  return points.at(-1) ?? [0, 0];
}

/** Gives jsdom's elements the measures a browser has: text boxes in DejaVu Sans, lengths along paths. */
export function installSvgMeasures(window: DOMWindow): void {
  const clientBox = function (this: Element): object {
    const { x, y, width, height } = transformed(localBox(this), this);
    return { x, y, width, height, left: x, top: y, right: x + width, bottom: y + height };
  };
  Object.assign(window.HTMLElement.prototype, { getBoundingClientRect: clientBox });
  Object.assign(window.SVGElement.prototype, {
    getBoundingClientRect: clientBox,
    getBBox(this: Element) {
      return localBox(this);
    },
    getComputedTextLength(this: Element) {
      return localBox(this).width;
    },
    getTotalLength(this: Element) {
      return polylineLength(pathPoints(this));
    },
    getPointAtLength(this: Element, length: number) {
      const [x, y] = pointAtLength(pathPoints(this), length);
      return { x, y };
    },
  });
}
