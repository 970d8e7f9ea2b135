import { wrapAngle, type Pose2 } from "../geometry/egoFrame";
import { yawOf } from "../geometry/rotation";
import { subtract } from "../geometry/vector3";
import { at } from "../math/at";
import { median } from "../math/statistics";
import { DatasetError } from "./datasetError";
import { type Frame, type Recording } from "./recording";

/** Below this speed a displacement between frames says nothing about where the car points. */
const MIN_SPEED = 2; // m/s
const DEGREE = Math.PI / 180;
/** A mount is a degree or two off; a wrong axis is 90 or 180. */
const MAX_ANGLE = 10 * DEGREE;
/** A heading that turns this much against the motion, from a drive's first third to its last, is no mount. */
const DRIFT = 15 * DEGREE;
/** Fewer moving steps than this prove nothing either way. */
const MIN_STEPS = 5;

type Posed = readonly { readonly frame: Pick<Frame, "seconds">; readonly pose: Pose2 }[];

/** A moving step: where the x axis points before it and where the car goes, radians in the world. */
interface Step {
  readonly heading: number;
  readonly motion: number;
}

function movingSteps(posed: Posed): Step[] {
  return posed.slice(1).flatMap((after, i): Step[] => {
    const before = at(posed, i);
    const dx = after.pose.x - before.pose.x;
    const dy = after.pose.y - before.pose.y;
    const speed = Math.hypot(dx, dy) / (after.frame.seconds - before.frame.seconds);
    return speed > MIN_SPEED ? [{ heading: before.pose.yaw, motion: Math.atan2(dy, dx) }] : [];
  });
}

const against = ({ heading, motion }: Step): number => heading - motion;

/** Median of angles that may lie around ±180°: about their mean direction. */
function medianAngle(angles: readonly number[]): number {
  const sum = (of: (angle: number) => number): number => angles.reduce((total, a) => total + of(a), 0);
  const middle = Math.atan2(sum(Math.sin), sum(Math.cos));
  return wrapAngle(middle + median(angles.map((angle) => wrapAngle(angle - middle))));
}

/**
 * Signed median angle from the displacement to the pose's x axis over steps faster than 2 m/s, radians;
 * `undefined` when fewer than 5 steps move. A constant mount offset shows here.
 */
export function forwardAxisAngle(posed: Posed): number | undefined {
  const steps = movingSteps(posed);
  return steps.length < MIN_STEPS ? undefined : medianAngle(steps.map(against));
}

/** That angle in the first and in the last third of a drive, radians; `undefined` when a third hardly moves. */
export function headingDrift(posed: Posed): readonly [first: number, last: number] | undefined {
  const steps = movingSteps(posed);
  const third = Math.floor(steps.length / 3);
  if (third < MIN_STEPS) return undefined;
  const angle = (part: readonly Step[]): number => medianAngle(part.map(against));
  const [first, last] = [angle(steps.slice(0, third)), angle(steps.slice(-third))];
  return Math.abs(wrapAngle(last - first)) > DRIFT ? [first, last] : undefined;
}

/** The field that a complaint about a recording's headings names. */
export const HEADING_FIELD = "heading";

/** Refuses a recording whose pose x axis points more than 10° away from where the car moves, saying what would fit. */
export function checkForwardAxis(recording: string, posed: Posed): void {
  const angle = forwardAxisAngle(posed);
  if (angle === undefined || Math.abs(angle) <= MAX_ANGLE) return;
  throw new DatasetError(
    `recording ${recording}`,
    HEADING_FIELD,
    `expected the x axis to point where the car moves (within 10°), got ${inDegrees(angle)} off; ${whatFits(posed, angle)}`,
  );
}

/** An angle as text. */
export function inDegrees(radians: number): string {
  return `${(radians / DEGREE).toFixed(1)}°`;
}

/** The axis of the pose that points forward when its x axis is 90, 180 or 270° off, and what that usually means. */
const OTHER_AXES: Readonly<Record<number, string>> = {
  [-90]: "its +y axis would fit, as novatel's does: lidar_to_novatel has to turn by about +90° around z",
  180: "its −x axis would fit: the body frame looks backwards, or the car reverses",
  90: "its −y axis would fit: a turn by 90° was made the wrong way round",
};

function whatFits(posed: Posed, angle: number): string {
  const steps = movingSteps(posed);
  const axis = OTHER_AXES[quarterTurns(angle) === -180 ? 180 : quarterTurns(angle)];
  if (axis !== undefined && isSteady(steps.map(against), angle) && isQuarter(angle)) return axis;
  const mirrored = steps.map(({ heading, motion }) => heading + motion);
  const constant = medianAngle(mirrored);
  if (isSteady(mirrored, constant) && isQuarter(constant)) {
    return quarterTurns(constant) % 180 === 0
      ? "it turns the other way round: the rotations are transposed, or headings are counted clockwise"
      : "it turns the other way round: a compass heading, clockwise from north; use 90° minus it";
  }
  const drift = headingDrift(posed);
  if (drift !== undefined)
    return `it drifts from ${inDegrees(drift[0])} to ${inDegrees(drift[1])}: the heading is not that of this car's pose`;
  return "no axis of the pose fits: check the order of the rotation's numbers (quaternions w, x, y, z)";
}

/** The nearest multiple of 90°, in degrees. */
function quarterTurns(angle: number): number {
  return 90 * Math.round(angle / (90 * DEGREE));
}

function isQuarter(angle: number): boolean {
  return Math.abs(wrapAngle(angle - quarterTurns(angle) * DEGREE)) <= MAX_ANGLE;
}

function isSteady(angles: readonly number[], middle: number): boolean {
  return median(angles.map((angle) => Math.abs(wrapAngle(angle - middle)))) <= MAX_ANGLE;
}

/** How the pose's x axis sits against the motion, radians: yaw > 0 when it points left of it, pitch > 0 when above it. */
export interface MountOffset {
  readonly yaw: number;
  readonly pitch: number;
}

/** Median offset over the steps faster than 2 m/s; an error when the recording hardly moves. */
export function mountOffset(recording: Recording): MountOffset {
  const yaws: number[] = [];
  const pitches: number[] = [];
  const poses = recording.frames.map((frame) => frame.egoPose());
  for (let i = 1; i < poses.length; i++) {
    const [dx, dy, dz] = subtract(at(poses, i).position, at(poses, i - 1).position);
    const seconds = at(recording.frames, i).seconds - at(recording.frames, i - 1).seconds;
    if (Math.hypot(dx, dy) / seconds <= MIN_SPEED) continue;
    const { rotation } = at(poses, i - 1);
    yaws.push(wrapAngle(yawOf(rotation) - Math.atan2(dy, dx)));
    pitches.push(Math.asin(rotation[2][0]) - Math.atan2(dz, Math.hypot(dx, dy)));
  }
  return { yaw: median(yaws), pitch: median(pitches) };
}
