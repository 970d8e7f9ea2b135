import { type Pose2 } from "../geometry/egoFrame";
import { type Point } from "../geometry/trajectory";

/** What the prompt tells of the ego: position alone (as the incident's did), or its speed and yaw rate too. */
export type PromptState = "motion" | "position";

/** What a prompt is made from: the pose at t = 0 and, for motion, ego-frame positions before it. */
export interface PromptFacts {
  readonly origin: Pose2;
  /** Ego-frame positions at −0.1 s, −0.2 s, … nearest first, as in `Sample`. Nothing after t = 0 is used. */
  readonly past: readonly Point[];
}

/**
 * The prompt of one sample: scene, task, position in the world, and with `motion` speed (m/s) and yaw rate (°/s) from
 * the last two past steps. It is built from the pose, not stored. Without two past steps the motion is said to be unknown.
 */
export function scenePrompt({ origin, past }: PromptFacts, state: PromptState = "motion"): string {
  const degrees = (origin.yaw * 180) / Math.PI;
  const place = `The ego vehicle is at (${origin.x.toFixed(1)}, ${origin.y.toFixed(1)}) m, heading ${degrees.toFixed(0)} degrees`;
  const motion = state === "motion" ? `, ${motionText(past)}` : "";
  return `Two pictures of an urban crossing, from the vehicle and from a roadside pole. ${place}${motion}. Plan its path for the next 4.5 seconds in steps of 0.1 second.`;
}

function motionText([last, before]: readonly Point[]): string {
  if (last === undefined || before === undefined) return "speed unknown";
  const speed = Math.hypot(...last) / 0.1;
  // Directions of the last two steps, in the ego frame; below 0.1 m a step they are noise.
  const step: Point = [last[0] - before[0], last[1] - before[1]];
  const turn = Math.sin(Math.atan2(-last[1], -last[0]) - Math.atan2(step[1], step[0]));
  const yawRate = speed < 1 ? 0 : (turn / 0.1) * (180 / Math.PI);
  return `speed ${speed.toFixed(1)} m/s, turning left at ${yawRate.toFixed(0)} degrees per second`;
}
