import { describe, expect, it } from "vitest";
import { largestStep } from "../../lib/geometry/largestStep";

describe("largestStep(target)", () => {
  it("is the longest way from one row to the next, whatever its direction", () => {
    // from (0, 0): 1 m, then back 1 m, then 3-4-5
    const target = [
      [1, 0],
      [0, 0],
      [3, -4],
    ] as const;
    expect(largestStep(target)).toBe(5);
  });

  it("counts the step from the car to the first row", () => {
    const target = [
      [0, 6],
      [1, 6],
    ] as const;
    expect(largestStep(target)).toBe(6);
  });
});
