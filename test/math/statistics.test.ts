import { describe, expect, it } from "vitest";
import { correlation, mean, median, quantile, range, slope, std } from "../../lib/math/statistics";

describe("statistics of hand-made series", () => {
  it("mean, std, range of 2, 4, 9", () => {
    expect(mean([2, 4, 9])).toBe(5);
    expect(std([2, 4, 9])).toBeCloseTo(Math.sqrt((9 + 1 + 16) / 3), 12);
    expect(range([4, 2, 9])).toEqual([2, 9]);
  });

  it("quantile interpolates between order statistics: position .25·3 = .75 of 1, 2, 4, 8", () => {
    expect(quantile([8, 1, 4, 2], 0.25)).toBe(1.75);
    expect(median([8, 1, 4, 2])).toBe(3);
  });

  it("correlation is ±1 on a line, slope is its gradient and not that of the swapped axes", () => {
    const x = [0, 1, 2, 3];
    const y = x.map((v) => 5 - 2 * v);
    expect(correlation(x, y)).toBeCloseTo(-1, 12);
    expect(slope(x, y)).toBeCloseTo(-2, 12);
    expect(slope(y, x)).toBeCloseTo(-0.5, 12);
  });

  it("lets NaN show and refuses empty input", () => {
    expect(mean([1, NaN])).toBeNaN();
    expect(quantile([NaN, 1], 0)).toBeNaN();
    expect(range([1, NaN, 2])).toEqual([NaN, NaN]);
    expect(() => mean([])).toThrow("mean: expected at least one value, got none");
    expect(() => correlation([1], [1, 2])).toThrow("expected equal lengths, got 1 and 2");
  });
});
