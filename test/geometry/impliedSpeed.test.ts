import { describe, expect, it } from "vitest";
import { impliedSpeed, kilometresPerHour, MEAN_TARGET_SECONDS } from "../../lib/geometry/impliedSpeed";
import { meanAde } from "../../lib/geometry/displacementError";
import { zeros } from "../../lib/geometry/baselines";
import { constantVelocity } from "../../lib/geometry/baselines";

describe("impliedSpeed(meanDistance)", () => {
  it("is the speed at which predicting zeros is that far off", () => {
    // 20 m/s straight on: the position 0.1 s ago was (−2, 0).
    const target = constantVelocity([-2, 0]);
    expect(impliedSpeed(meanAde([zeros()], [target]))).toBeCloseTo(20, 9);
  });

  it("uses the mean time of 0.1 … 4.5 s, 2.3 s", () => {
    expect(MEAN_TARGET_SECONDS).toBeCloseTo(2.3, 12);
    // 67.49 / 2.3 = 29.34 m/s = 105.6 km/h
    expect(kilometresPerHour(impliedSpeed(67.49))).toBeCloseTo(105.64, 2);
  });
});
