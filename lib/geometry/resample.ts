import { at } from "../math/at";
import { type Point } from "./trajectory";

/** Positions with their time stamps in seconds, strictly increasing. */
export interface TimedPath {
  readonly seconds: ArrayLike<number>;
  readonly points: readonly Point[];
}

/** Time stamps are microseconds in the files and sums of 0.1 here: this much past the ends still counts as on them. */
const SLACK_SECONDS = 1e-4;

/**
 * The position at time `t`, linear between the two stamps around it. `undefined` outside the path and
 * inside a gap longer than `maxGapSeconds`: nothing is extrapolated and no gap is bridged silently.
 */
export function positionAt(path: TimedPath, t: number, maxGapSeconds: number): Point | undefined {
  const { seconds, points } = path;
  const n = seconds.length;
  if (n === 0 || t < at(seconds, 0) - SLACK_SECONDS || t > at(seconds, n - 1) + SLACK_SECONDS)
    return undefined;
  const after = Math.min(firstAtOrAfter(seconds, t - SLACK_SECONDS), n - 1); // rounding at the last stamp
  const t1 = at(seconds, after);
  if (Math.abs(t1 - t) <= SLACK_SECONDS) return at(points, after);
  const t0 = at(seconds, after - 1);
  if (t1 - t0 > maxGapSeconds + SLACK_SECONDS) return undefined;
  const [x0, y0] = at(points, after - 1);
  const [x1, y1] = at(points, after);
  const share = (t - t0) / (t1 - t0);
  return [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
}

/** Index of the first stamp ≥ t, by bisection; n when there is none. */
export function firstAtOrAfter(seconds: ArrayLike<number>, t: number): number {
  let low = 0;
  let high = seconds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(seconds, middle) < t) low = middle + 1;
    else high = middle;
  }
  return low;
}
