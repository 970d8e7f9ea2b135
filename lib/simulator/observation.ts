import { compose, transform, type Pose } from "../geometry/pose";
import { type Vector3 } from "../geometry/vector3";
import { at } from "../math/at";
import { moveBox, corners, type Box } from "./box";
import { boxInPicture, type Camera, type PixelBox } from "./camera";
import { placementOf, type UserKind } from "./roadUser";
import { type Traffic } from "./traffic";

/** A road user that a sensor can see, with its box in the world. `track` stays the same during a recording. */
export interface Observed {
  readonly track: number;
  readonly kind: UserKind;
  readonly box: Box;
}

/** How an observed box looks in a picture. */
export interface Appearance {
  readonly picture: PixelBox;
  readonly truncated: boolean;
  /** Share of the picture box hidden behind nearer boxes: 0 none, 1 up to a half, 2 more. */
  readonly occluded: 0 | 1 | 2;
}

const SENSOR_RANGE_METERS = 80;

/** Everybody but the ego, as boxes in the world. */
export function worldBoxes(traffic: Traffic, crossing: Pose): Observed[] {
  return traffic.users.flatMap((user, track) => {
    const motion = at(traffic.motions, track);
    if (track === 0 || motion.s > user.path.length) return [];
    const { x, y, yaw } = placementOf(user, motion);
    const local = { centre: [x, y, user.size.height / 2] as const, yaw, size: user.size };
    return [{ track, kind: user.kind, box: moveBox(crossing, local) }];
  });
}

/** Those within reach of a sensor at `place`. */
export function within(observed: readonly Observed[], place: Vector3): Observed[] {
  return observed.filter(
    ({ box: { centre } }) => Math.hypot(centre[0] - place[0], centre[1] - place[1]) < SENSOR_RANGE_METERS,
  );
}

/** How each of `observed` looks to a camera; undefined where it is not in the picture. */
export function appearances(
  observed: readonly Observed[],
  camera: Camera,
  worldToCamera: Pose,
): (Appearance | undefined)[] {
  const seen = observed.map(({ box }) => {
    const picture = boxInPicture(
      camera,
      corners(box).map((corner) => transform(worldToCamera, corner)),
    );
    return picture && { picture, depth: transform(worldToCamera, box.centre)[2] };
  });
  return seen.map((one) => {
    if (!one) return undefined;
    const nearer = seen.flatMap((other) => (other && other.depth < one.depth - 1 ? [other.picture] : []));
    return {
      picture: one.picture,
      truncated: one.picture.truncated,
      occluded: occlusion(one.picture, nearer),
    };
  });
}

/** Counts which of 8 × 8 points of the box lie in a nearer box. */
function occlusion({ xmin, ymin, xmax, ymax }: PixelBox, nearer: readonly PixelBox[]): 0 | 1 | 2 {
  let hidden = 0;
  for (let i = 0; i < 64; i++) {
    const u = xmin + (((i % 8) + 0.5) / 8) * (xmax - xmin);
    const v = ymin + ((Math.floor(i / 8) + 0.5) / 8) * (ymax - ymin);
    if (nearer.some((box) => u > box.xmin && u < box.xmax && v > box.ymin && v < box.ymax)) hidden++;
  }
  return hidden === 0 ? 0 : hidden <= 32 ? 1 : 2;
}

/** The box of a sensor's labels: world → sensor frame. */
export function boxIn(worldToSensor: Pose, { box }: Observed): Box {
  return moveBox(worldToSensor, box);
}

/** World → camera for a camera that hangs on a sensor. */
export function throughSensor(lidarToCamera: Pose, worldToSensor: Pose): Pose {
  return compose(lidarToCamera, worldToSensor);
}
