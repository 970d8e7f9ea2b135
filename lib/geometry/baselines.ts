import { at } from "../math/at";
import { mean } from "../math/statistics";
import { TIME_STEPS, type Point, type Trajectory } from "./trajectory";

/** The prediction "we stay where we are": (0, 0) at every row. */
export function zeros(rows: number = TIME_STEPS): Trajectory {
  return Array.from({ length: rows }, () => [0, 0] as const);
}

/** The best constant under squared error: the mean of the targets, row by row. Fit it on training targets only. */
export function meanTrajectory(targets: readonly Trajectory[]): Trajectory {
  const rows = at(targets, 0).length;
  const column = (j: number, k: 0 | 1): number => mean(targets.map((target) => at(target, j)[k]));
  return Array.from({ length: rows }, (_, j) => [column(j, 0), column(j, 1)] as const);
}

/** Going on as in the last past step: row j is −(j + 1) · p, where p is the ego-frame position 0.1 s ago. */
export function constantVelocity(lastPast: Point, rows: number = TIME_STEPS): Trajectory {
  return Array.from({ length: rows }, (_, j) => [-(j + 1) * lastPast[0], -(j + 1) * lastPast[1]] as const);
}
