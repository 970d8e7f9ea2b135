import { describe, expect, it } from "vitest";
import { endsBehind, endsTooFar } from "../../lib/geometry/carReach";

describe("endsBehind(end)", () => {
  it("holds beyond five metres behind the car, not for a few metres in reverse and not beside it", () => {
    expect([-5.001, -5, 0].map((x) => endsBehind([x, -50]))).toEqual([true, false, false]);
  });
});

describe("endsTooFar(end)", () => {
  it("holds beyond 45 m/s for 4.5 s, 202.5 m, in any direction", () => {
    // 121.5-162-202.5 is a 3-4-5 triangle times 40.5
    expect([202.4, 202.6].map((x) => endsTooFar([x, 0]))).toEqual([false, true]);
    expect([121.4, 121.6].map((x) => endsTooFar([x, -162]))).toEqual([false, true]);
  });
});
