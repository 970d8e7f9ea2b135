import { wrapAngle } from "../geometry/egoFrame";
import { type Point, type Trajectory } from "../geometry/trajectory";
import { at } from "../math/at";

/**
 * A sample is near when all its target points lie within this distance of the car, metres. No car gets further in
 * 4.5 s (160 km/h): what lies beyond is another crossing's, and a few such targets carry nearly all of a loss.
 */
export const NEAR_METRES = 200;

/**
 * A near sample is turning when its path ends at least this far off the direction it set out in, degrees. Of 5 059
 * generated drives 78 % bend by less than 1° and 16 % by more than 20°; any bound between 5 and 20 divides them alike.
 */
export const TURNING_DEGREES = 15;

/** Points later than this are the far horizon, seconds: the first of the document's three horizons; the others are far. */
export const FAR_AFTER_SECONDS = 2.5;

/** Length of path that a direction is read from, metres: long against centimetres of noise, short against a turn. */
const LEG_METRES = 2;

/** What a sample is, by its target alone; `beyond` is what is not near. Every sample is exactly one. */
export const SAMPLE_KINDS = ["straight", "turning", "beyond"] as const;

export type SampleKind = (typeof SAMPLE_KINDS)[number];

/** Whether all points lie within `NEAR_METRES`. */
export function isNear(target: Trajectory): boolean {
  return target.every(([x, y]) => x * x + y * y <= NEAR_METRES ** 2);
}

/** The kind of a target. A car that hardly moves goes straight. */
export function kindOf(target: Trajectory): SampleKind {
  if (!isNear(target)) return "beyond";
  return Math.abs(turnOf(target)) >= (TURNING_DEGREES * Math.PI) / 180 ? "turning" : "straight";
}

/** From the direction of the first two metres to that of the last two, radians, left positive; 0 on a shorter path. */
export function turnOf(target: Trajectory): number {
  const start: Point = [0, 0];
  const path = [start, ...target];
  const end = at(path, path.length - 1);
  const away = path.find((point) => distance(point, start) >= LEG_METRES);
  const before = path.findLast((point) => distance(point, end) >= LEG_METRES);
  if (away === undefined || before === undefined) return 0;
  return wrapAngle(direction(before, end) - direction(start, away));
}

function distance([ax, ay]: Point, [bx, by]: Point): number {
  return Math.hypot(bx - ax, by - ay);
}

function direction([ax, ay]: Point, [bx, by]: Point): number {
  return Math.atan2(by - ay, bx - ax);
}
