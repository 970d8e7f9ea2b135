import { wrapAngle, type Pose2 } from "../geometry/egoFrame";
import { yawOf } from "../geometry/rotation";
import { subtract } from "../geometry/vector3";
import { at } from "../math/at";
import { median } from "../math/statistics";
import { DatasetError } from "./datasetError";
import { type Frame, type Recording } from "./recording";

/** Below this speed a displacement between frames says nothing about where the car points. */
const MIN_SPEED = 2; // m/s
/** A mount is a degree or two off; a wrong axis is 90 or 180. */
const MAX_ANGLE = (10 / 180) * Math.PI; // rad
/** Fewer moving steps than this prove nothing either way. */
const MIN_STEPS = 5;

type Posed = readonly { readonly frame: Frame; readonly pose: Pose2 }[];

/**
 * Signed median angle from the displacement to the pose's x axis over steps faster than 2 m/s, radians;
 * `undefined` when fewer than 5 steps move. A constant mount offset shows here.
 */
export function forwardAxisAngle(posed: Posed): number | undefined {
  const angles: number[] = [];
  for (let i = 1; i < posed.length; i++) {
    const [before, after] = [at(posed, i - 1), at(posed, i)];
    const dx = after.pose.x - before.pose.x;
    const dy = after.pose.y - before.pose.y;
    const speed = Math.hypot(dx, dy) / (after.frame.seconds - before.frame.seconds);
    if (speed > MIN_SPEED) angles.push(wrapAngle(before.pose.yaw - Math.atan2(dy, dx)));
  }
  return angles.length < MIN_STEPS ? undefined : median(angles);
}

/** Refuses a recording whose pose x axis points more than 10° away from where the car moves. */
export function checkForwardAxis(recording: string, posed: Posed): void {
  const angle = forwardAxisAngle(posed);
  if (angle !== undefined && Math.abs(angle) > MAX_ANGLE) {
    const degrees = ((angle * 180) / Math.PI).toFixed(1);
    throw new DatasetError(
      `recording ${recording}`,
      "pose",
      `expected the x axis to point where the car moves (within 10°), got ${degrees}° off; check which axis of the pose is forward`,
    );
  }
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
