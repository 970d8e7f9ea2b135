import { yawOf } from "./rotation";
import { type Pose } from "./pose";
import { type Point } from "./trajectory";

/** A place and heading in the plane, SE(2): metres and radians counter-clockwise from the world's x axis. */
export interface Pose2 {
  readonly x: number;
  readonly y: number;
  readonly yaw: number;
}

/** The pose seen from above: z, pitch and roll dropped. */
export function fromAbove({ position, rotation }: Pose): Pose2 {
  return { x: position[0], y: position[1], yaw: yawOf(rotation) };
}

/** A world point in the ego frame (x forward, y left): R(yaw)ᵀ (p − origin). */
export function toEgoFrame(ego: Pose2, [x, y]: Point): Point {
  const c = Math.cos(ego.yaw);
  const s = Math.sin(ego.yaw);
  const dx = x - ego.x;
  const dy = y - ego.y;
  return [c * dx + s * dy, -s * dx + c * dy];
}

/** A point of the ego frame in the world: the inverse of `toEgoFrame`. */
export function toWorldFrame(ego: Pose2, [x, y]: Point): Point {
  const c = Math.cos(ego.yaw);
  const s = Math.sin(ego.yaw);
  return [ego.x + c * x - s * y, ego.y + s * x + c * y];
}

/** An angle brought into [−π, π). */
export function wrapAngle(radians: number): number {
  return radians - 2 * Math.PI * Math.floor((radians + Math.PI) / (2 * Math.PI));
}
