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

/** The box of a text around its first base line: as wide as its widest line, 1.3 font sizes a line. */
function textBox(element: Element): { x: number; y: number; width: number; height: number } {
  const size = fontSize(element);
  const lines = [...element.querySelectorAll("tspan.line")].map((line) => line.textContent);
  if (lines.length === 0) lines.push(element.textContent);
  const width = Math.max(...lines.map((line) => textWidth(line, size)));
  return { x: 0, y: -size, width, height: 1.3 * size * lines.length };
}

/** The corner points of a path, curves taken as straight: enough to place arrow heads and contour labels. */
function pathPoints(path: Element): Point[] {
  const numbers = (path.getAttribute("d") ?? "").match(/-?[\d.]+(?:e-?\d+)?/g)?.map(Number) ?? [];
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
  const box = function (this: Element): object {
    const measured = textBox(this);
    return { ...measured, top: 0, left: 0, right: measured.width, bottom: measured.height };
  };
  Object.assign(window.HTMLElement.prototype, { getBoundingClientRect: box });
  Object.assign(window.SVGElement.prototype, {
    getBoundingClientRect: box,
    getBBox: box,
    getComputedTextLength(this: Element) {
      return textBox(this).width;
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
