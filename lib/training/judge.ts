import { displacements, rowAtSeconds } from "../geometry/displacementError";
import { TIME_STEPS, type Trajectory } from "../geometry/trajectory";
import { agreement, type Agreement } from "../math/agreement";
import { at } from "../math/at";
import { mean, median, quantile, range } from "../math/statistics";
import { errorCells, type JudgedSet } from "./errorCells";
import { type AxesAgreement, type AxisRanges, type ErrorFacts } from "./run";
import { kindOf, type SampleKind } from "./sampleKinds";

/** Rows of 2.5, 3.5 and 4.5 s. */
export const HORIZON_ROWS = [
  rowAtSeconds(2.5, TIME_STEPS),
  rowAtSeconds(3.5, TIME_STEPS),
  rowAtSeconds(4.5, TIME_STEPS),
] as const;

/** Displacement errors in metres, mean over samples and points first of all. */
export function errorFacts(predicted: readonly Trajectory[], set: JudgedSet): ErrorFacts {
  const { targets } = set;
  const distances = targets.map((target, i) => displacements(at(predicted, i), target));
  const perSample = distances.map((row) => mean(row));
  const atRow = (row: number): number => mean(distances.map((all) => at(all, row)));
  const [r25, r35, r45] = HORIZON_ROWS;
  return {
    ade: mean(perSample),
    at2_5: atRow(r25),
    at3_5: atRow(r35),
    at4_5: atRow(r45),
    median: median(perSample),
    p90: quantile(perSample, 0.9),
    cells: errorCells(predicted, set),
  };
}

/** One axis of all samples and steps, or of one step, sample by sample. */
export function coordinates(
  trajectories: readonly Trajectory[],
  axis: 0 | 1,
  step?: number,
): Float64Array<ArrayBuffer> {
  if (step !== undefined) return Float64Array.from(trajectories, (trajectory) => at(trajectory, step)[axis]);
  const values = new Float64Array(trajectories.length * TIME_STEPS);
  let place = 0;
  for (const trajectory of trajectories) {
    for (const point of trajectory) values[place++] = point[axis];
  }
  return values;
}

/** r, spread ratio and slope along one axis, over all steps or at one. */
export function axisAgreement(
  predicted: readonly Trajectory[],
  targets: readonly Trajectory[],
  axis: 0 | 1,
  step?: number,
): Agreement {
  return agreement(coordinates(predicted, axis, step), coordinates(targets, axis, step));
}

/** The agreement of each kind of sample that occurs, over all its samples and steps. */
export function agreementByKind(
  predicted: readonly Trajectory[],
  targets: readonly Trajectory[],
): Partial<Record<SampleKind, AxesAgreement>> {
  const kinds = targets.map(kindOf);
  return Object.fromEntries(
    [...new Set(kinds)].map((kind) => {
      const own = (all: readonly Trajectory[]): Trajectory[] => all.filter((_, row) => kinds[row] === kind);
      const [guesses, truths] = [own(predicted), own(targets)];
      return [kind, { x: axisAgreement(guesses, truths, 0), y: axisAgreement(guesses, truths, 1) }];
    }),
  );
}

/** Lowest and highest coordinate per axis. */
export function axisRanges(trajectories: readonly Trajectory[]): AxisRanges {
  return { x: range(coordinates(trajectories, 0)), y: range(coordinates(trajectories, 1)) };
}
