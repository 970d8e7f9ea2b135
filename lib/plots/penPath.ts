import type { Point } from "../geometry/trajectory";

/** "M…L…" through points of a drawing, begun anew after one whose y is not finite. */
export function penPath(points: readonly Point[]): string {
  let pen = "M";
  return points
    .map(([x, y]) => {
      if (!Number.isFinite(y)) {
        pen = "M";
        return "";
      }
      const step = `${pen}${x.toFixed(1)},${y.toFixed(1)}`;
      pen = "L";
      return step;
    })
    .join("");
}
