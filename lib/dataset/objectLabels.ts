import { transform, type Pose } from "../geometry/pose";
import { rotate } from "../geometry/rotation";
import { idOf, items, member, numberOf, readJson, textOf, wrong, type JsonField } from "./jsonField";
import { type LabelledObject } from "./recording";

/** The objects of a label file whose coordinates are those of the world, in the file's order. */
export function readWorldLabels(file: string): LabelledObject[] {
  return items(readJson(file)).map(objectOf);
}

/** The objects of a label file written in the vehicle's lidar frame, moved into the world. */
export function readLidarLabels(file: string, lidarToWorld: Pose): LabelledObject[] {
  return items(readJson(file)).map((field) => toWorld(objectOf(field), lidarToWorld));
}

function toWorld(object: LabelledObject, lidarToWorld: Pose): LabelledObject {
  const [x, y] = rotate(lidarToWorld.rotation, [Math.cos(object.yaw), Math.sin(object.yaw), 0]);
  return { ...object, centre: transform(lidarToWorld, object.centre), yaw: Math.atan2(y, x) };
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
