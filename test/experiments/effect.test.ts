import { describe, expect, it } from "vitest";
import { effectOf } from "../../lib/experiments/effect";

describe("effectOf(base, variant)", () => {
  it("pairs the seeds: mean and range of the differences", () => {
    // 1 − 2, 3 − 4, 4 − 6: −1, −1, −2
    expect(effectOf([2, 4, 6], [1, 3, 4])).toEqual({
      change: -4 / 3,
      changeRange: [-2, -1],
      verdict: "helps",
    });
  });

  it("says when a large mean change is of some seeds only", () => {
    expect(effectOf([10, 10], [5, 10.1]).verdict).toBe("depends on the seed");
    expect(effectOf([10, 10], [9.9, 40]).verdict).toBe("depends on the seed");
  });

  it("calls nothing an effect that is below 5 % of the base", () => {
    expect(effectOf([10, 10], [9, 10.9]).verdict).toBe("no measurable effect"); // mean −0.5 %
    expect(effectOf([10, 10], [9.6, 9.6]).verdict).toBe("no measurable effect"); // 4 %
    expect(effectOf([10, 10], [9.4, 9.4]).verdict).toBe("helps"); // 6 %
  });

  it("calls a run that diverged harmful", () => {
    expect(effectOf([10, 10], [NaN, 12]).verdict).toBe("harmful");
  });

  it("refuses another number of seeds", () => {
    expect(() => effectOf([1, 2], [1])).toThrow("got 1 and 2; run the same seeds");
  });
});
