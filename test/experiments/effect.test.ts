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

  it("calls nothing an effect on which the seeds disagree, or that is below 5 % of the base", () => {
    expect(effectOf([10, 10], [5, 10.1]).verdict).toBe("no measurable effect");
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
