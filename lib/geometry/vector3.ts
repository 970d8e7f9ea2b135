/** A point or direction in space, metres unless said otherwise. */
export type Vector3 = readonly [x: number, y: number, z: number];

/** a + b. */
export function add(a: Vector3, b: Vector3): Vector3 {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

/** a − b. */
export function subtract(a: Vector3, b: Vector3): Vector3 {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

/** a · b. */
export function dot(a: Vector3, b: Vector3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** a × b, right-handed. */
export function cross(a: Vector3, b: Vector3): Vector3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** a / |a|; an error for the zero vector, which has no direction. */
export function unit(a: Vector3): Vector3 {
  const length = Math.hypot(...a);
  if (!(length > 0)) throw new RangeError(`unit: expected a vector with a length, got (${a.join(", ")})`);
  return [a[0] / length, a[1] / length, a[2] / length];
}
