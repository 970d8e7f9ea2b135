import { STEP_SECONDS, type Point, type Trajectory } from "../geometry/trajectory";
import { turnDirection } from "../geometry/turn";

/** What a target trajectory does. */
export interface Manoeuvre {
  readonly turn: ReturnType<typeof turnDirection>;
  /** From standing to going, from going to standing, or neither. */
  readonly speed: "starting" | "stopping" | "steady";
}

/** m/s: slower is standing, faster is going. */
const STANDING = 0.5;
const GOING = 2;

/** Reads turn and speed off a trajectory in metres, x forward and y left; without points it is straight and steady. */
export function manoeuvreOf(target: Trajectory): Manoeuvre {
  const [before, last] = target.slice(-2);
  const turn = turnDirection(target);
  if (!target[0] || !before || !last) return { turn, speed: "steady" };
  const [start, end] = [speedBetween([0, 0], target[0]), speedBetween(before, last)];
  if (start < STANDING && end > GOING) return { turn, speed: "starting" };
  return { turn, speed: start > GOING && end < STANDING ? "stopping" : "steady" };
}

function speedBetween([ax, ay]: Point, [bx, by]: Point): number {
  return Math.hypot(bx - ax, by - ay) / STEP_SECONDS;
}
