import { at } from "../math/at";
import { wrapAngle } from "./egoFrame";
import { type Point, type Trajectory } from "./trajectory";

/**
 * A path turns when it ends at least this far off the direction it set out in, degrees. Of generated drives four in
 * five bend by less than 1° and most others by more than 20°; any bound between 5 and 20 divides them alike.
 */
export const TURNING_DEGREES = 15;

/** Length of path that a direction is read from, metres: long against centimetres of noise, short against a turn. */
const LEG_METRES = 2;

/** Which way a trajectory in the car's frame turns. A car that hardly moves goes straight. */
export function turnDirection(target: Trajectory): "left" | "straight" | "right" {
  const turn = turnOf(target);
  if (Math.abs(turn) < (TURNING_DEGREES * Math.PI) / 180) return "straight";
  return turn > 0 ? "left" : "right";
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
