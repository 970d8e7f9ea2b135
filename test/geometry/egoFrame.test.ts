import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromAbove, toEgoFrame, toWorldFrame, wrapAngle } from "../../lib/geometry/egoFrame";
import { inverse, transform } from "../../lib/geometry/pose";
import { fromYaw } from "../../lib/geometry/rotation";

const coordinate = fc.double({ min: -1000, max: 1000, noNaN: true });
const ego = fc.record({ x: coordinate, y: coordinate, yaw: coordinate });

describe("egoFrame", () => {
  it("toEgoFrame of a car heading north: north is forward, west is left", () => {
    const north = { x: 10, y: 20, yaw: Math.PI / 2 };
    const [x, y] = toEgoFrame(north, [10, 25]);
    expect([x, y]).toEqual([expect.closeTo(5, 12), expect.closeTo(0, 12)]);
    const [left, up] = toEgoFrame(north, [7, 20]);
    expect([left, up]).toEqual([expect.closeTo(0, 12), expect.closeTo(3, 12)]);
  });

  it("toWorldFrame undoes toEgoFrame", () => {
    fc.assert(
      fc.property(ego, coordinate, coordinate, (frame, x, y) => {
        const [bx, by] = toWorldFrame(frame, toEgoFrame(frame, [x, y]));
        expect(bx).toBeCloseTo(x, 8);
        expect(by).toBeCloseTo(y, 8);
      }),
    );
  });

  it("agrees with the inverse of the full pose for a car on the plane", () => {
    fc.assert(
      fc.property(ego, coordinate, coordinate, (frame, x, y) => {
        const pose = { position: [frame.x, frame.y, 0], rotation: fromYaw(frame.yaw) } as const;
        const [ex, ey] = toEgoFrame(fromAbove(pose), [x, y]);
        const [px, py] = transform(inverse(pose), [x, y, 0]);
        expect(ex).toBeCloseTo(px, 8);
        expect(ey).toBeCloseTo(py, 8);
      }),
    );
  });

  it("wrapAngle brings 3π/2 to −π/2 and keeps −π", () => {
    expect(wrapAngle(1.5 * Math.PI)).toBeCloseTo(-0.5 * Math.PI, 12);
    expect(wrapAngle(-Math.PI)).toBe(-Math.PI);
    expect(wrapAngle(Math.PI)).toBe(-Math.PI);
  });
});
