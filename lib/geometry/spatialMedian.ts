import { at } from "../math/at";
import { mean } from "../math/statistics";
import { type Point } from "./trajectory";

const MAX_ROUNDS = 60;
const CLOSE_METERS = 1e-3;

/**
 * The point with the least mean distance to the given ones: the best single guess under the Euclidean error, as
 * the mean is under the squared one. Weiszfeld's rounds from the mean, distances floored at 1e-9 m, until a step is
 * below 1 mm. Source: Vardi and Zhang, The multivariate L1-median, PNAS 2000.
 */
export function spatialMedian(points: readonly Point[]): Point {
  if (points.length === 0) throw new RangeError("spatialMedian: expected points, got none");
  let guess: Point = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = weighted(points, guess);
    const moved = Math.hypot(next[0] - guess[0], next[1] - guess[1]);
    guess = next;
    if (moved < CLOSE_METERS) break;
  }
  return guess;
}

/** The mean with weights 1 / distance to `from`. */
function weighted(points: readonly Point[], from: Point): Point {
  let [x, y, total] = [0, 0, 0];
  for (let i = 0; i < points.length; i++) {
    const [px, py] = at(points, i);
    const weight = 1 / Math.max(1e-9, Math.sqrt((px - from[0]) ** 2 + (py - from[1]) ** 2));
    x += weight * px;
    y += weight * py;
    total += weight;
  }
  return [x / total, y / total];
}
