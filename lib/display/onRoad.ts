import { type LabelledObject } from "../dataset/recording";
import { toWorldFrame, type Pose2 } from "../geometry/egoFrame";
import { type Trajectory } from "../geometry/trajectory";
import { type Vector3 } from "../geometry/vector3";
import { median } from "../math/statistics";

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
