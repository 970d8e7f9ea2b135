import { transform } from "../geometry/pose";
import { rotate } from "../geometry/rotation";
import { type Point } from "../geometry/trajectory";
import { type Vector3 } from "../geometry/vector3";
import { range } from "../math/statistics";
import { type Camera, type LabelledObject } from "./recording";

/** An upright rectangle of a picture, pixels from the top left. */
export interface PixelBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Nearer points have no picture, metres along the camera's axis. */
const NEAREST = 0.5;

/** Where a camera sees a point of the world, pixels from the top left; undefined for one beside or behind it. */
export function pixelOf(camera: Camera, point: Vector3): Point | undefined {
  const [u, v, depth] = rotate(camera.intrinsics, transform(camera.fromWorld, point));
  return depth < NEAREST ? undefined : [u / depth, v / depth];
}

/** The rectangle around a labelled object's eight corners as a camera sees them; `undefined` when one lies behind it. */
export function pixelBox(object: LabelledObject, camera: Camera): PixelBox | undefined {
  const all = corners(object);
  const seen = all.flatMap((corner) => {
    const pixel = pixelOf(camera, corner);
    return pixel === undefined ? [] : [pixel];
  });
  if (seen.length < all.length) return undefined;
  const [left, right] = range(seen.map(([u]) => u));
  const [top, bottom] = range(seen.map(([, v]) => v));
  return { left, top, right, bottom };
}

function corners({ centre: [x, y, z], size: [length, width, height], yaw }: LabelledObject): Vector3[] {
  const [c, s] = [Math.cos(yaw), Math.sin(yaw)];
  const signs = [-0.5, 0.5];
  return signs.flatMap((i) =>
    signs.flatMap((j) =>
      signs.map((k): Vector3 => {
        const [forward, left] = [i * length, j * width];
        return [x + c * forward - s * left, y + s * forward + c * left, z + k * height];
      }),
    ),
  );
}
