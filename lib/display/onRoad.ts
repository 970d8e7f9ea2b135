import { type Camera, type LabelledObject } from "../dataset/recording";
import { toWorldFrame, type Pose2 } from "../geometry/egoFrame";
import { transform } from "../geometry/pose";
import { rotate } from "../geometry/rotation";
import { type Point, type Trajectory } from "../geometry/trajectory";
import { type Vector3 } from "../geometry/vector3";
import { median } from "../math/statistics";

/** Nearer points have no picture, metres along the camera's axis. */
const NEAREST = 0.5;

/** Height of the road in the world, metres: where labelled boxes stand, their median. Needs one box. */
export function roadHeight(objects: readonly LabelledObject[]): number {
  if (objects.length === 0) {
    throw new Error("road height: expected labelled objects that stand on it, got none; take another frame");
  }
  return median(objects.map(({ centre, size }) => centre[2] - size[2] / 2));
}

/** An ego-frame path laid on a level road at this height of the world, metres. */
export function onRoad(ego: Pose2, path: Trajectory, height: number): Vector3[] {
  return path.map((point) => [...toWorldFrame(ego, point), height]);
}

/** Where a camera sees a point of the world, pixels from the top left; undefined for one beside or behind it. */
export function pixelOf(camera: Camera, point: Vector3): Point | undefined {
  const [u, v, depth] = rotate(camera.intrinsics, transform(camera.fromWorld, point));
  return depth < NEAREST ? undefined : [u / depth, v / depth];
}
