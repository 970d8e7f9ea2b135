import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { niceTicks } from "../../lib/plots/niceTicks";
import { thin } from "../../lib/plots/thin";

describe("niceTicks(low, high, count)", () => {
  it("steps by 1, 2 or 5 times a power of ten", () => {
    expect(niceTicks(0, 10)).toEqual([0, 2, 4, 6, 8, 10]);
    expect(niceTicks(-0.7, 0.9)).toEqual([-0.5, 0, 0.5]);
    expect(niceTicks(66.1, 66.9)).toEqual([66.2, 66.4, 66.6, 66.8]);
  });

  it("lies inside the range and is never crowded, for any range", () => {
    const ends = fc.tuple(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
    );
    fc.assert(
      fc.property(ends, ([low, length]) => {
        const ticks = niceTicks(low, low + length);
        const slack = 1e-9 * (Math.abs(low) + length);
        expect(ticks.length).toBeGreaterThan(0);
        expect(ticks.length).toBeLessThan(8);
        expect(ticks.every((tick) => tick >= low - slack && tick <= low + length + slack)).toBe(true);
      }),
    );
  });

  it("names a range it cannot cut", () => {
    expect(() => niceTicks(1, 1)).toThrow("ticks: expected finite low < high, got 1 and 1");
    expect(() => niceTicks(NaN, 1)).toThrow("got NaN and 1");
  });
});

describe("thin(values, most)", () => {
  it("keeps first and last and spreads the rest evenly", () => {
    expect(thin([0, 1, 2, 3, 4, 5, 6, 7, 8], 3)).toEqual([0, 4, 8]);
    expect(thin([1, 2], 3)).toEqual([1, 2]);
  });
});
