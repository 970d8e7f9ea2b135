import { type Vector3 } from "../geometry/vector3";

/** A pinhole camera without distortion: x right, y down, z forward; lengths in pixels. */
export interface Camera {
  readonly width: number;
  readonly height: number;
  readonly focal: number;
  readonly centreX: number;
  readonly centreY: number;
}

/** A rectangle of the picture in pixels. */
export interface PixelBox {
  readonly xmin: number;
  readonly ymin: number;
  readonly xmax: number;
  readonly ymax: number;
}

/** Nearest distance along the axis at which anything is drawn, metres. */
export const NEAR_METERS = 0.3;

/** A camera whose focal length is given for 1920 pixels of width. */
export function cameraOf(width: number, height: number, focalAt1920: number): Camera {
  return { width, height, focal: (focalAt1920 * width) / 1920, centreX: width / 2, centreY: height / 2 };
}

/** cam_K, row by row. */
export function intrinsicMatrix({ focal, centreX, centreY }: Camera): number[] {
  return [focal, 0, centreX, 0, focal, centreY, 0, 0, 1];
}

/** Pixel of a point in camera coordinates with z > 0. */
export function project({ focal, centreX, centreY }: Camera, [x, y, z]: Vector3): readonly [number, number] {
  return [centreX + (focal * x) / z, centreY + (focal * y) / z];
}

/** The part of a convex polygon in front of the near plane (Sutherland–Hodgman against one plane). */
export function clipToFront(polygon: readonly Vector3[]): Vector3[] {
  const clipped: Vector3[] = [];
  polygon.forEach((point, i) => {
    const previous = polygon[(i + polygon.length - 1) % polygon.length] ?? point;
    if (point[2] >= NEAR_METERS !== previous[2] >= NEAR_METERS) clipped.push(crossing(previous, point));
    if (point[2] >= NEAR_METERS) clipped.push(point);
  });
  return clipped;
}

function crossing(a: Vector3, b: Vector3): Vector3 {
  const share = (NEAR_METERS - a[2]) / (b[2] - a[2]);
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]), NEAR_METERS];
}

/**
 * The picture's part covered by a box with these eight corners in camera coordinates (bottom four, then top
 * four, each going round); undefined when it is not in the picture.
 */
export function boxInPicture(
  camera: Camera,
  corners: readonly Vector3[],
): (PixelBox & { readonly truncated: boolean }) | undefined {
  const faces = BOX_FACES.map((face) => clipToFront(face.map((i) => corners[i] ?? [0, 0, 0])));
  const pixels = faces.flat().map((point) => project(camera, point));
  if (pixels.length === 0) return undefined;
  const us = pixels.map(([u]) => u);
  const vs = pixels.map(([, v]) => v);
  const whole = {
    xmin: Math.min(...us),
    ymin: Math.min(...vs),
    xmax: Math.max(...us),
    ymax: Math.max(...vs),
  };
  const seen = {
    xmin: Math.max(0, whole.xmin),
    ymin: Math.max(0, whole.ymin),
    xmax: Math.min(camera.width, whole.xmax),
    ymax: Math.min(camera.height, whole.ymax),
  };
  if (seen.xmax - seen.xmin < 1 || seen.ymax - seen.ymin < 1) return undefined;
  const behind = corners.some((corner) => corner[2] < NEAR_METERS);
  return {
    ...seen,
    truncated:
      behind ||
      seen.xmin > whole.xmin ||
      seen.ymin > whole.ymin ||
      seen.xmax < whole.xmax ||
      seen.ymax < whole.ymax,
  };
}

/** Corner numbers of a box's six faces, each counter-clockwise seen from outside. */
export const BOX_FACES: readonly (readonly number[])[] = [
  [0, 3, 2, 1],
  [4, 5, 6, 7],
  [0, 1, 5, 4],
  [1, 2, 6, 5],
  [2, 3, 7, 6],
  [3, 0, 4, 7],
];
