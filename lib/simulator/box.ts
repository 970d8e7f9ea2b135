import { transform, type Pose } from "../geometry/pose";
import { yawOf } from "../geometry/rotation";
import { type Vector3 } from "../geometry/vector3";
import { type BodySize } from "./roadUser";

/** An upright box: `centre` its middle, turned by `yaw` about z. */
export interface Box {
  readonly centre: Vector3;
  readonly yaw: number;
  readonly size: BodySize;
}

/** The eight corners, bottom four then top four, each round from front left: counter-clockwise from above. */
export function corners({ centre: [x, y, z], yaw, size }: Box): Vector3[] {
  const c = Math.cos(yaw);
  const s = Math.sin(yaw);
  const round = [
    [1, 1],
    [-1, 1],
    [-1, -1],
    [1, -1],
  ] as const;
  return [-1, 1].flatMap((up) =>
    round.map(([forward, left]): Vector3 => {
      const dx = (forward * size.length) / 2;
      const dy = (left * size.width) / 2;
      return [x + c * dx - s * dy, y + s * dx + c * dy, z + (up * size.height) / 2];
    }),
  );
}

/** The box in the outer frame of `pose`; the pose's small tilt moves the middle and leaves the box upright. */
export function moveBox(pose: Pose, { centre, yaw, size }: Box): Box {
  return { centre: transform(pose, centre), yaw: yaw + yawOf(pose.rotation), size };
}
