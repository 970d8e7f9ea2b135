import { transform, type Pose } from "../geometry/pose";
import { rotate } from "../geometry/rotation";
import { type Vector3 } from "../geometry/vector3";
import { at } from "../math/at";
import { idOf, items, member, numberOf, readJson, textOf, wrong, type JsonField } from "./jsonField";
import { type LabelledObject } from "./recording";

/**
 * The objects of a label file whose places are those of the world, in the file's order. Their heading is that of the
 * eight corners; `rotation` is written in the vehicle's lidar frame and counts only where there are no corners.
 * Source: AIR-THU/DAIR-V2X, v2x/v2x_utils, which reads the corners and nothing else.
 */
export function readWorldLabels(file: string, lidarToWorld: () => Pose): LabelledObject[] {
  return items(readJson(file)).map((field) => {
    const object = objectOf(field);
    return { ...object, yaw: yawOfCorners(field) ?? yawInWorld(object.yaw, lidarToWorld()) };
  });
}

/** The objects of a label file written in the vehicle's lidar frame, moved into the world. */
export function readLidarLabels(file: string, lidarToWorld: Pose): LabelledObject[] {
  return items(readJson(file)).map((field) => toWorld(objectOf(field), lidarToWorld));
}

function toWorld(object: LabelledObject, lidarToWorld: Pose): LabelledObject {
  const centre = transform(lidarToWorld, object.centre);
  return { ...object, centre, yaw: yawInWorld(object.yaw, lidarToWorld) };
}

function yawInWorld(yaw: number, lidarToWorld: Pose): number {
  const [x, y] = rotate(lidarToWorld.rotation, [Math.cos(yaw), Math.sin(yaw), 0]);
  return Math.atan2(y, x);
}

/**
 * Heading of the corners front left, front right, rear right, rear left (bottom, then top): from the middle of the
 * rear edge to that of the front. `undefined` without corners, or when they have no length.
 */
function yawOfCorners(object: JsonField): number | undefined {
  const field = member(object, "world_8_points");
  const corners = field.value === undefined || field.value === "" ? [] : items(field);
  if (corners.length === 0) return undefined;
  if (corners.length !== 8) throw wrong(field, "8 corners or none");
  const [frontLeft, frontRight, rearRight, rearLeft] = corners.slice(0, 4).map(pointOf) as [
    Vector3,
    Vector3,
    Vector3,
    Vector3,
  ];
  const along = (k: 0 | 1): number => frontLeft[k] + frontRight[k] - rearRight[k] - rearLeft[k];
  return along(0) === 0 && along(1) === 0 ? undefined : Math.atan2(along(1), along(0));
}

function pointOf(field: JsonField): Vector3 {
  const values = items(field).map(numberOf);
  if (values.length !== 3) throw wrong(field, "3 coordinates");
  return [at(values, 0), at(values, 1), at(values, 2)];
}

function objectOf(field: JsonField): LabelledObject {
  const location = member(field, "3d_location");
  const size = member(field, "3d_dimensions");
  const along = (key: string): number => numberOf(member(location, key));
  const track = member(field, "track_id");
  return {
    type: textOf(member(field, "type")).toLowerCase(),
    centre: [along("x"), along("y"), along("z")],
    size: [length(size, "l"), length(size, "w"), length(size, "h")],
    yaw: numberOf(member(field, "rotation")),
    ...(track.value === undefined ? {} : { trackId: idOf(track) }),
  };
}

function length(size: JsonField, key: string): number {
  const field = member(size, key);
  const metres = numberOf(field);
  if (metres < 0) throw wrong(field, "a length of 0 m or more");
  return metres;
}
