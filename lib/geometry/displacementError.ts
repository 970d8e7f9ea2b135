import { at } from "../math/at";
import { mean } from "../math/statistics";
import { STEP_SECONDS, type Trajectory } from "./trajectory";

/** Euclidean distance of every row, metres; an error when the lengths differ. */
export function displacements(predicted: Trajectory, target: Trajectory): number[] {
  if (predicted.length !== target.length) {
    throw new RangeError(`displacements: expected ${target.length} rows, got ${predicted.length}`);
  }
  return target.map(([x, y], j) => {
    const [px, py] = at(predicted, j);
    return Math.hypot(px - x, py - y);
  });
}

/** Average displacement error: the mean distance over all rows, metres. */
export function ade(predicted: Trajectory, target: Trajectory): number {
  return mean(displacements(predicted, target));
}

/** Final displacement error: the distance of the last rows, metres. */
export function fde(predicted: Trajectory, target: Trajectory): number {
  return at(displacements(predicted, target), target.length - 1);
}

/** The distance at a horizon in seconds (row seconds / 0.1 − 1: 2.5 s is row 24), metres. */
export function errorAtSeconds(predicted: Trajectory, target: Trajectory, seconds: number): number {
  return at(displacements(predicted, target), rowAtSeconds(seconds, target.length));
}

/** The row of a horizon; an error when it is not a whole number of steps inside the trajectory. */
export function rowAtSeconds(seconds: number, rows: number): number {
  const row = Math.round(seconds / STEP_SECONDS) - 1;
  if (row < 0 || row >= rows || Math.abs((row + 1) * STEP_SECONDS - seconds) > 1e-9) {
    const last = (rows * STEP_SECONDS).toFixed(1);
    throw new RangeError(
      `horizon: expected a multiple of ${STEP_SECONDS} s in ${STEP_SECONDS}…${last}, got ${seconds}`,
    );
  }
  return row;
}

/** The mean of `ade` over pairs: mean over samples and all rows of the distance, as validation reports it. */
export function meanAde(predicted: readonly Trajectory[], targets: readonly Trajectory[]): number {
  if (predicted.length !== targets.length) {
    throw new RangeError(`meanAde: expected ${targets.length} predictions, got ${predicted.length}`);
  }
  return mean(targets.map((target, i) => ade(at(predicted, i), target)));
}
