import { type Trajectory } from "../geometry/trajectory";
import { at } from "../math/at";
import { median } from "../math/statistics";

/** How far the rows of trajectories lie apart. */
export interface Pace {
  /** Median distance between neighbouring rows, over those that move; 0 when none does. */
  readonly metersPerStep: number;
  /** Whether steps are alike their neighbours, as those of one car are, and not leaps between cars. */
  readonly smooth: boolean;
}

const MOST_TRAJECTORIES = 400;
/** Rows nearer than this do not move. */
const MOVES_METERS = 0.01;
/** Steps of one car at 2 Hz differ by a tenth, leaps between road users by all of their length. */
const SMOOTH = 0.3;

/** The pace of evenly picked trajectories; the way from the start to the first row is left out. */
export function paceOf(targets: readonly Trajectory[]): Pace {
  const every = Math.ceil(targets.length / MOST_TRAJECTORIES);
  const [lengths, changes]: [number[], number[]] = [[], []];
  for (let i = 0; i < targets.length; i += every) {
    const rows = at(targets, i);
    for (let j = 1; j + 1 < rows.length; j++) {
      const [[x0, y0], [x1, y1], [x2, y2]] = [at(rows, j - 1), at(rows, j), at(rows, j + 1)];
      const length = Math.hypot(x2 - x1, y2 - y1);
      if (length < MOVES_METERS) continue;
      lengths.push(length);
      changes.push(Math.hypot(x2 - 2 * x1 + x0, y2 - 2 * y1 + y0));
    }
  }
  if (lengths.length === 0) return { metersPerStep: 0, smooth: true };
  const metersPerStep = median(lengths);
  return { metersPerStep, smooth: median(changes) < SMOOTH * metersPerStep };
}
