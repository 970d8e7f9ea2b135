import { type Pose } from "../../geometry/pose";
import { axis, IDENTITY, multiply, rotate, transpose, type Rotation } from "../../geometry/rotation";
import { dot, subtract } from "../../geometry/vector3";
import { at } from "../../math/at";
import { median } from "../../math/statistics";
import { DatasetError } from "../datasetError";

/** Poses (body x forward, y left, z up; world z up) and how they were read from the file's. */
export interface AxisReading {
  readonly name: string;
  readonly poses: readonly Pose[];
}

/** A camera's axes (x right, y down, z forward) turned into x forward, y left, z up. */
const FROM_CAMERA: Rotation = [
  [0, 0, 1],
  [-1, 0, 0],
  [0, -1, 0],
];

/** Which axes world and body may have; the first that fits is taken. */
const AXES: readonly { readonly name: string; readonly world: Rotation; readonly body: Rotation }[] = [
  { name: "x axis forward, z up", world: IDENTITY, body: IDENTITY },
  { name: "camera axes (z forward, y down)", world: FROM_CAMERA, body: FROM_CAMERA },
  { name: "camera axes (z forward) in a world with z up", world: IDENTITY, body: FROM_CAMERA },
];

/** Slower than this a displacement says nothing about where a car points; fewer such steps prove nothing. */
const MOVING = 2; // m/s
const MIN_STEPS = 5;
const MAX_DEGREES = 10;
/** A road rises at most this much; more means that up is another axis. */
const MAX_SLOPE = 0.3;

/**
 * The first reading, among the given ones and the axes, in which the car goes where it points and not into the sky.
 * The first of all when the car hardly moves; a DatasetError with the nearest when none fits.
 */
export function bestAxes(
  file: string,
  readings: readonly AxisReading[],
  seconds: readonly number[],
): AxisReading {
  const candidates = AXES.flatMap((axes) =>
    readings.map(({ name, poses }) => ({
      name: `${name}, ${axes.name}`,
      poses: poses.map((pose) => turned(pose, axes.world, axes.body)),
    })),
  );
  const judged = candidates.map((reading) => ({ reading, ...fit(reading.poses, seconds) }));
  const first = at(judged, 0);
  if (first.moving < MIN_STEPS) {
    return { ...first.reading, name: `${first.reading.name} (unchecked: the car hardly moves)` };
  }
  const fitting = judged.find(({ degrees, slope }) => degrees <= MAX_DEGREES && slope <= MAX_SLOPE);
  if (fitting !== undefined) return fitting.reading;
  const { reading, degrees } = judged.reduce((a, b) => (b.degrees < a.degrees ? b : a));
  throw new DatasetError(
    file,
    "pose",
    `expected the heading to follow the motion (within ${MAX_DEGREES}°), got ${degrees.toFixed(0)}° off at best (${reading.name}); give poses of the body in the world, x or a camera's z forward`,
  );
}

function turned({ position, rotation }: Pose, world: Rotation, body: Rotation): Pose {
  return {
    position: rotate(world, position),
    rotation: multiply(multiply(world, rotation), transpose(body)),
  };
}

/** Median angle between heading and displacement, and median slope, over the steps that move. */
function fit(
  poses: readonly Pose[],
  seconds: readonly number[],
): { moving: number; degrees: number; slope: number } {
  const steps = poses.slice(1).flatMap(({ position }, i) => {
    const before = at(poses, i);
    const way = subtract(position, before.position);
    const length = Math.hypot(...way);
    if (!(length > MOVING * (at(seconds, i + 1) - at(seconds, i)))) return [];
    const cosine = dot(axis(before.rotation, 0), way) / length;
    const degrees = (Math.acos(Math.max(-1, Math.min(1, cosine))) * 180) / Math.PI;
    return [{ degrees, slope: Math.abs(way[2]) / length }];
  });
  if (steps.length === 0) return { moving: 0, degrees: 0, slope: 0 };
  return {
    moving: steps.length,
    degrees: median(steps.map(({ degrees }) => degrees)),
    slope: median(steps.map(({ slope }) => slope)),
  };
}
