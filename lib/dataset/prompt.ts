import { wrapAngle, type Pose2 } from "../geometry/egoFrame";
import { STEP_SECONDS } from "../geometry/trajectory";
import { type Sample } from "./sample";

/** What the prompt tells of the ego: its speed and turn rate, or only where in the world it is, as the incident's did. */
export type PromptState = "motion" | "position";

/** How the car says it moves; undefined where a recording has only begun. */
export interface Motion {
  /** m/s. */
  readonly speed: number;
  /** Degrees per second, left positive. */
  readonly turnRate: number;
}

/** Below this speed, m/s, a direction of travel is noise. */
const MOVING = 1;

/**
 * Speed over the last 0.3 s, and how fast the direction of travel turned over the last 0.4 s (0 when hardly
 * moving), from the car's own past positions. Undefined with less than 0.5 s of past.
 */
export function motionOf({ past }: Pick<Sample, "past">): Motion | undefined {
  const [p1, , p3, p4, p5] = past;
  if (p1 === undefined || p3 === undefined || p4 === undefined || p5 === undefined) return undefined;
  const speed = Math.hypot(p3[0], p3[1]) / (3 * STEP_SECONDS);
  if (speed < MOVING) return { speed, turnRate: 0 };
  const now = Math.atan2(-p1[1], -p1[0]);
  const then = Math.atan2(p4[1] - p5[1], p4[0] - p5[0]);
  return { speed, turnRate: (wrapAngle(now - then) * 180) / Math.PI / (4 * STEP_SECONDS) };
}

/** The prompt of one moment; it is built from the poses up to t = 0, never stored. */
export function promptOf(sample: Pick<Sample, "past" | "origin">, state: PromptState = "motion"): string {
  return state === "motion" ? motionPrompt(motionOf(sample)) : positionPrompt(sample.origin);
}

/**
 * For example "drive ; speed 08.3 m/s ; turn -02.1 deg/s". Speeds are cut to 0…99.9 and turns to ±99.9, one
 * decimal; "drive ; speed ? ; turn ?" when the car cannot tell.
 */
export function motionPrompt(motion: Motion | undefined): string {
  if (motion === undefined) return "drive ; speed ? ; turn ?";
  return `drive ; speed ${digits(motion.speed)} m/s ; turn ${signed(motion.turnRate)} deg/s`;
}

/** For example "drive ; at +03.1 -06.0 km": the place in the world, which tells nothing of the motion. */
export function positionPrompt({ x, y }: Pick<Pose2, "x" | "y">): string {
  return `drive ; at ${signed(x / 1000)} ${signed(y / 1000)} km`;
}

function digits(value: number): string {
  return Math.min(99.9, Math.abs(value)).toFixed(1).padStart(4, "0");
}

function signed(value: number): string {
  return `${value < 0 ? "-" : "+"}${digits(value)}`;
}
