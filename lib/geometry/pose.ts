import { invert, multiply, rotate, type Rotation } from "./rotation";
import { add, type Vector3 } from "./vector3";

/** A rigid transform, SE(3): p_outer = rotation · p_inner + position. */
export interface Pose {
  readonly position: Vector3;
  readonly rotation: Rotation;
}

/** A point of the inner frame, in the outer frame. */
export function transform(pose: Pose, point: Vector3): Vector3 {
  return add(rotate(pose.rotation, point), pose.position);
}

/** The transform that undoes this one, also when the rotation is not exactly orthonormal. */
export function inverse(pose: Pose): Pose {
  const rotation = invert(pose.rotation);
  const [x, y, z] = rotate(rotation, pose.position);
  return { rotation, position: [-x, -y, -z] };
}

/** outer ∘ inner: first `inner`, then `outer`. */
export function compose(outer: Pose, inner: Pose): Pose {
  return {
    rotation: multiply(outer.rotation, inner.rotation),
    position: transform(outer, inner.position),
  };
}
