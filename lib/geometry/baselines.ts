import { at } from "../math/at";
import { mean } from "../math/statistics";
import { STEP_SECONDS, TIME_STEPS, type Point, type Trajectory } from "./trajectory";

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

/**
 * Going on along a circle: with v m/s and ω rad/s (left positive) the place after t is a chord of length
 * v t sin(ωt/2) / (ωt/2) in the direction ωt/2; straight ahead where ω is 0. Row j is t = 0.1 (j + 1) s.
 */
export function constantTurn(
  { speed, turnRate }: { readonly speed: number; readonly turnRate: number },
  rows: number = TIME_STEPS,
): Trajectory {
  return Array.from({ length: rows }, (_, j) => {
    const seconds = (j + 1) * STEP_SECONDS;
    const half = (turnRate * seconds) / 2;
    const chord = speed * seconds * (half === 0 ? 1 : Math.sin(half) / half);
    return [chord * Math.cos(half), chord * Math.sin(half)] as const;
  });
}
