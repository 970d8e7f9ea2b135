import { type Trajectory } from "../../../geometry/trajectory";
import { at } from "../../../math/at";
import { THRESHOLDS } from "../thresholds";
import { type Moment, type Order } from "./orders";
import { type TargetRow } from "./targetRows";

/** A row beside the frame it belongs to. */
export interface Compared {
  readonly row: TargetRow;
  readonly given: Trajectory;
  readonly moment: Moment;
  /** Index in the order. */
  readonly place: number;
  /** How far apart a step may be and still count as the same, metres. */
  readonly limit: number;
}

/** The rows beside the frames of an order of the same length. */
export function compare(rows: readonly TargetRow[], { moments }: Order): Compared[] {
  return rows.map((row, place) => {
    const moment = at(moments, place);
    const reach = reachOf(moment.sample?.target ?? row.target);
    const limit = Math.max(THRESHOLDS.labelMeters.value, THRESHOLDS.labelShare.value * reach);
    return { row, given: row.target, moment, place, limit };
  });
}

/** Distance of the point that lies furthest from (0, 0). */
export function reachOf(trajectory: Trajectory): number {
  return trajectory.reduce((furthest, point) => Math.max(furthest, Math.hypot(...point)), 0);
}

/** The step furthest apart, over the steps both have. */
export function furthestApart(
  a: Trajectory,
  b: Trajectory,
): { readonly meters: number; readonly step: number } {
  let [meters, step] = [0, 0];
  for (let j = 0; j < Math.min(a.length, b.length); j++) {
    const [p, q] = [at(a, j), at(b, j)];
    const apart = Math.hypot(p[0] - q[0], p[1] - q[1]);
    if (apart > meters) [meters, step] = [apart, j];
  }
  return { meters, step };
}

/** Whether what was given is what was expected, at every step both have. */
export function isLike(given: Trajectory, expected: Trajectory | undefined, limit: number): boolean {
  if (expected === undefined) return false;
  const steps = Math.min(given.length, expected.length);
  for (let j = 0; j < steps; j++) {
    const [p, q] = [at(given, j), at(expected, j)];
    if (!(Math.hypot(p[0] - q[0], p[1] - q[1]) <= limit)) return false;
  }
  return steps > 0;
}
