import { describe, expect, it } from "vitest";
import { localFrameAt, toLocal, upAt } from "../../lib/geometry/earth";
import { rotationError } from "../../lib/geometry/rotation";

/** ECEF of geodetic latitude, longitude (radians) and height: the textbook forward formula, the oracle here. */
function ecef(latitude: number, longitude: number, height: number): [number, number, number] {
  const a = 6378137;
  const e2 = 6.69437999014e-3;
  const n = a / Math.sqrt(1 - e2 * Math.sin(latitude) ** 2);
  return [
    (n + height) * Math.cos(latitude) * Math.cos(longitude),
    (n + height) * Math.cos(latitude) * Math.sin(longitude),
    (n * (1 - e2) + height) * Math.sin(latitude),
  ];
}

describe("earth", () => {
  it("upAt is the geodetic normal (cos φ cos λ, cos φ sin λ, sin φ)", () => {
    for (const [latitude, longitude, height] of [
      [0.65, -2.1, 0],
      [-0.3, 1, 200],
      [1.4, 3, 5000],
    ] as const) {
      const up = upAt(ecef(latitude, longitude, height));
      expect(up[0]).toBeCloseTo(Math.cos(latitude) * Math.cos(longitude), 5);
      expect(up[1]).toBeCloseTo(Math.cos(latitude) * Math.sin(longitude), 5);
      expect(up[2]).toBeCloseTo(Math.sin(latitude), 5);
    }
  });

  it("toLocal of 100 m up is (0, 0, 100), and of a little more latitude is north", () => {
    const frame = localFrameAt(ecef(0.65, -2.1, 0));
    expect(rotationError(frame.fromEcef)).toBeLessThan(1e-12);
    const up = toLocal(frame, ecef(0.65, -2.1, 100));
    expect(up).toEqual([expect.closeTo(0, 3), expect.closeTo(0, 3), expect.closeTo(100, 6)]);
    const [east, north] = toLocal(frame, ecef(0.65 + 1e-5, -2.1, 0));
    // a meridian radius of ≈ 6 359 km at φ = 0.65: 1e-5 rad ≈ 63.6 m
    expect(east).toBeCloseTo(0, 6);
    expect(north).toBeGreaterThan(63.5);
    expect(north).toBeLessThan(63.7);
  });

  it("localFrameAt refuses the pole, where east does not exist", () => {
    expect(() => localFrameAt([0, 0, 6356752])).toThrow("expected a vector with a length");
  });
});
