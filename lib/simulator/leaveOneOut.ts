import { spatialMedian } from "../geometry/spatialMedian";
import { type Point, type Trajectory } from "../geometry/trajectory";
import { at } from "../math/at";
import { mean } from "../math/statistics";

/** Errors of some prediction, in metres and square metres. */
export interface FloorErrors {
  /** Mean distance over all rows, m: what validation calls ADE. */
  readonly ade: number;
  /** Mean squared error of one coordinate, m²: what an MSE loss on metres would show. */
  readonly mse: number;
  /** The same two for each row: t = 0.1 … 4.5 s. */
  readonly adePerStep: readonly number[];
  readonly msePerStep: readonly number[];
}

/**
 * How well equally likely futures predict one another: each is predicted from the others, row by row, by their
 * spatial median (for the distance) and by their mean (for the square). With n draws of variance σ² a coordinate
 * the mean's MSE is σ² n / (n − 1): 3 % above the true floor at 32. RangeError below two draws.
 */
export function leaveOneOut(draws: readonly Trajectory[]): FloorErrors {
  if (draws.length < 2) throw new RangeError(`leaveOneOut: expected two draws or more, got ${draws.length}`);
  const rows = [...at(draws, 0).keys()].map((j) => rowErrors(draws.map((draw) => at(draw, j))));
  return errorsOf(
    rows.map(({ distance }) => distance),
    rows.map(({ square }) => square),
  );
}

/** The errors of one prediction against one future. */
export function errorsAgainst(
  target: Trajectory,
  { forDistance, forSquare }: { forDistance: Trajectory; forSquare: Trajectory },
): FloorErrors {
  return errorsOf(
    target.map((point, j) => Math.hypot(...minus(at(forDistance, j), point))),
    target.map((point, j) => halfSquare(minus(at(forSquare, j), point))),
  );
}

/** The mean of several samples' errors. */
export function meanErrors(samples: readonly FloorErrors[]): FloorErrors {
  const rows = [...at(samples, 0).adePerStep.keys()];
  return errorsOf(
    rows.map((j) => mean(samples.map(({ adePerStep }) => at(adePerStep, j)))),
    rows.map((j) => mean(samples.map(({ msePerStep }) => at(msePerStep, j)))),
  );
}

function errorsOf(adePerStep: readonly number[], msePerStep: readonly number[]): FloorErrors {
  return { ade: mean(adePerStep), mse: mean(msePerStep), adePerStep, msePerStep };
}

function rowErrors(points: readonly Point[]): { distance: number; square: number } {
  const left = points.map((point, i) => {
    const others = points.filter((_, k) => k !== i);
    const middle: Point = [mean(others.map(([x]) => x)), mean(others.map(([, y]) => y))];
    return {
      distance: Math.hypot(...minus(spatialMedian(others), point)),
      square: halfSquare(minus(middle, point)),
    };
  });
  return {
    distance: mean(left.map(({ distance }) => distance)),
    square: mean(left.map(({ square }) => square)),
  };
}

const minus = (a: Point, b: Point): [number, number] => [a[0] - b[0], a[1] - b[1]];
const halfSquare = ([x, y]: readonly [number, number]): number => (x * x + y * y) / 2;
