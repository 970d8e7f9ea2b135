import { cross, dot, type Vector3 } from "./vector3";

/** A 3×3 matrix as rows. As a rotation it turns body coordinates into world coordinates: column 0 is the body's x axis. */
export type Rotation = readonly [Vector3, Vector3, Vector3];

export const IDENTITY: Rotation = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** R v. */
export function rotate(r: Rotation, v: Vector3): Vector3 {
  return [dot(r[0], v), dot(r[1], v), dot(r[2], v)];
}

/** Column j of R: the body's axis j in world coordinates. */
export function axis(r: Rotation, j: 0 | 1 | 2): Vector3 {
  return [r[0][j], r[1][j], r[2][j]];
}

/** Rᵀ, the inverse of a rotation. */
export function transpose(r: Rotation): Rotation {
  return [axis(r, 0), axis(r, 1), axis(r, 2)];
}

/** A B. */
export function multiply(a: Rotation, b: Rotation): Rotation {
  const columns = transpose(b);
  const row = (v: Vector3): Vector3 => [dot(v, columns[0]), dot(v, columns[1]), dot(v, columns[2])];
  return [row(a[0]), row(a[1]), row(a[2])];
}

/** The turn by `yaw` radians about z, counter-clockwise seen from above. */
export function fromYaw(yaw: number): Rotation {
  const c = Math.cos(yaw);
  const s = Math.sin(yaw);
  return [
    [c, -s, 0],
    [s, c, 0],
    [0, 0, 1],
  ];
}

/** Heading of the body's x axis in the world's xy plane: atan2(R[1][0], R[0][0]), in (−π, π]. */
export function yawOf(r: Rotation): number {
  return Math.atan2(r[1][0], r[0][0]);
}

/** The rotation of a quaternion (w, x, y, z), normalised first; an error for a zero or non-finite one. */
export function fromQuaternion(w: number, x: number, y: number, z: number): Rotation {
  const norm = Math.hypot(w, x, y, z);
  if (!(norm > 0) || !Number.isFinite(norm)) {
    throw new RangeError(
      `fromQuaternion: expected a finite quaternion with a length, got (${[w, x, y, z].join(", ")})`,
    );
  }
  const [a, b, c, d] = [w / norm, x / norm, y / norm, z / norm];
  return [
    [1 - 2 * (c * c + d * d), 2 * (b * c - d * a), 2 * (b * d + c * a)],
    [2 * (b * c + d * a), 1 - 2 * (b * b + d * d), 2 * (c * d - b * a)],
    [2 * (b * d - c * a), 2 * (c * d + b * a), 1 - 2 * (b * b + c * c)],
  ];
}

/** The volume a 3×3 matrix makes of the unit cube: 1 for a rotation, below 0 when it mirrors. */
export function determinant([a, b, c]: Rotation): number {
  return dot(a, cross(b, c));
}

/** The inverse of any 3×3 matrix (adjugate / determinant); an error for a singular one. */
export function invert(m: Rotation): Rotation {
  const [a, b, c] = m;
  const volume = determinant(m);
  if (volume === 0 || !Number.isFinite(volume)) {
    throw new RangeError(`invert: expected a matrix with an inverse, got determinant ${volume}`);
  }
  const scale = (v: Vector3): Vector3 => [v[0] / volume, v[1] / volume, v[2] / volume];
  return transpose([scale(cross(b, c)), scale(cross(c, a)), scale(cross(a, b))]);
}

/** How far a matrix is from a rotation: the largest |RᵀR − I|, or Infinity when it mirrors (det < 0). */
export function rotationError(r: Rotation): number {
  if (!(determinant(r) > 0)) return Infinity;
  const [a, b, c] = transpose(r);
  const lengths = [dot(a, a), dot(b, b), dot(c, c)].map((square) => Math.abs(square - 1));
  return Math.max(...lengths, Math.abs(dot(a, b)), Math.abs(dot(b, c)), Math.abs(dot(a, c)));
}
