import { STEP_SECONDS } from "../geometry/trajectory";
import { wrapAngle } from "../geometry/egoFrame";
import { type Sample } from "../dataset/sample";
import { type EgoState } from "../model/prompt";

/** Below this speed a direction of travel is noise. */
const MOVING = 1;

/**
 * Speed over the last 0.3 s, and how fast the direction of travel turned over the last 0.4 s (0 when hardly
 * moving), from the car's own past positions. Undefined with less than 0.5 s of past.
 */
export function egoState({ past }: Pick<Sample, "past">): EgoState | undefined {
  const [p1, , p3, p4, p5] = past;
  if (p1 === undefined || p3 === undefined || p4 === undefined || p5 === undefined) return undefined;
  const speed = Math.hypot(p3[0], p3[1]) / (3 * STEP_SECONDS);
  if (speed < MOVING) return { speed, turnRate: 0 };
  const now = Math.atan2(-p1[1], -p1[0]);
  const then = Math.atan2(p4[1] - p5[1], p4[0] - p5[0]);
  return { speed, turnRate: (wrapAngle(now - then) * 180) / Math.PI / (4 * STEP_SECONDS) };
}
