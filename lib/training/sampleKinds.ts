import { type Trajectory } from "../geometry/trajectory";
import { turnDirection } from "../geometry/turn";

/**
 * A sample is near when all its target points lie within this distance of the car, metres. No car gets further in
 * 4.5 s (160 km/h): what lies beyond is another crossing's, and a few such targets carry nearly all of a loss.
 */
export const NEAR_METRES = 200;

/** Points later than this are the far horizon, seconds: the first of the document's three horizons; the others are far. */
export const FAR_AFTER_SECONDS = 2.5;

/** What a sample is, by its target alone; `beyond` is what is not near. Every sample is exactly one. */
export const SAMPLE_KINDS = ["straight", "turning", "beyond"] as const;

export type SampleKind = (typeof SAMPLE_KINDS)[number];

/** Whether all points lie within `NEAR_METRES`. */
export function isNear(target: Trajectory): boolean {
  return target.every(([x, y]) => x * x + y * y <= NEAR_METRES ** 2);
}

/** The kind of a target; see `turnDirection` for what turning means. */
export function kindOf(target: Trajectory): SampleKind {
  if (!isNear(target)) return "beyond";
  return turnDirection(target) === "straight" ? "straight" : "turning";
}
