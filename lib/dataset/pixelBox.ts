import { transform } from "../geometry/pose";
import { rotate } from "../geometry/rotation";
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

/** Nearer corners than this have no picture, metres. */
const NEAREST = 0.5;

/** The rectangle around a labelled object's eight corners as a camera sees them; `undefined` when one lies behind it. */
export function pixelBox(object: LabelledObject, camera: Camera): PixelBox | undefined {
  const seen = corners(object).map((corner) =>
    rotate(camera.intrinsics, transform(camera.fromWorld, corner)),
  );
  if (seen.some(([, , depth]) => depth < NEAREST)) return undefined;
  const [left, right] = range(seen.map(([u, , depth]) => u / depth));
  const [top, bottom] = range(seen.map(([, v, depth]) => v / depth));
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
