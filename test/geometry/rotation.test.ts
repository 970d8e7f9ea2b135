import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compose, inverse, transform, type Pose } from "../../lib/geometry/pose";
import {
  axis,
  fromQuaternion,
  fromYaw,
  IDENTITY,
  multiply,
  rotate,
  rotationError,
  transpose,
  yawOf,
} from "../../lib/geometry/rotation";
import { type Vector3 } from "../../lib/geometry/vector3";

const coordinate = fc.double({ min: -100, max: 100, noNaN: true });
const vector = fc.tuple(coordinate, coordinate, coordinate);
const quaternion = fc
  .tuple(coordinate, coordinate, coordinate, coordinate)
  .filter((q) => Math.hypot(...q) > 1e-3);

function close(actual: Vector3, expected: Vector3): void {
  actual.forEach((value, k) => expect(value).toBeCloseTo(expected[k] ?? NaN, 8));
}

describe("rotation", () => {
  it("fromQuaternion(w, x, y, z) of a quarter turn about z takes x to y", () => {
    close(rotate(fromQuaternion(Math.SQRT1_2, 0, 0, Math.SQRT1_2), [1, 0, 0]), [0, 1, 0]);
    close(rotate(fromQuaternion(Math.SQRT1_2, Math.SQRT1_2, 0, 0), [0, 1, 0]), [0, 0, 1]);
    close(rotate(fromQuaternion(Math.SQRT1_2, 0, Math.SQRT1_2, 0), [0, 0, 1]), [1, 0, 0]);
  });

  it("fromQuaternion(q) v is q v q* computed with the Hamilton product", () => {
    fc.assert(
      fc.property(quaternion, vector, (q, v) => {
        const n = Math.hypot(...q);
        const [w, x, y, z] = q.map((value) => value / n) as [number, number, number, number];
        // q (0, v): scalar −u·v, vector w v + u × v; then times the conjugate (w, −u)
        const s = -(x * v[0] + y * v[1] + z * v[2]);
        const a = w * v[0] + y * v[2] - z * v[1];
        const b = w * v[1] + z * v[0] - x * v[2];
        const c = w * v[2] + x * v[1] - y * v[0];
        close(rotate(fromQuaternion(...q), v), [
          -s * x + a * w - b * z + c * y,
          -s * y + b * w - c * x + a * z,
          -s * z + c * w - a * y + b * x,
        ]);
      }),
    );
  });

  it("fromQuaternion is a true rotation and refuses zero and NaN", () => {
    fc.assert(fc.property(quaternion, (q) => rotationError(fromQuaternion(...q)) < 1e-12));
    expect(() => fromQuaternion(0, 0, 0, 0)).toThrow(
      "expected a finite quaternion with a length, got (0, 0, 0, 0)",
    );
    expect(() => fromQuaternion(NaN, 0, 0, 1)).toThrow("got (NaN, 0, 0, 1)");
  });

  it("yawOf(fromYaw(a)) is a, and axis 0 is (cos a, sin a, 0)", () => {
    expect(yawOf(fromYaw(2))).toBeCloseTo(2, 12);
    close(axis(fromYaw(2), 0), [Math.cos(2), Math.sin(2), 0]);
  });

  it("rotationError is 0 for the identity, the scale's excess for a scaled one, Infinity for a mirror", () => {
    expect(rotationError(IDENTITY)).toBe(0);
    expect(
      rotationError([
        [2, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ]),
    ).toBe(3); // 2² − 1
    expect(
      rotationError([
        [1, 0, 0],
        [0, -1, 0],
        [0, 0, 1],
      ]),
    ).toBe(Infinity);
    expect(rotationError(multiply(fromYaw(1), transpose(fromYaw(1))))).toBeLessThan(1e-15);
  });
});

describe("pose", () => {
  const pose = fc
    .tuple(vector, quaternion)
    .map(([position, q]): Pose => ({ position, rotation: fromQuaternion(...q) }));

  it("transform(inverse(pose)) undoes transform(pose)", () => {
    fc.assert(fc.property(pose, vector, (p, v) => close(transform(inverse(p), transform(p, v)), v)));
  });

  it("compose(a, b) is first b, then a", () => {
    fc.assert(
      fc.property(pose, pose, vector, (a, b, v) =>
        close(transform(compose(a, b), v), transform(a, transform(b, v))),
      ),
    );
  });
});
