import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mean, std } from "../../lib/math/statistics";
import { valueCounts } from "../../lib/math/valueCounts";

describe("valueCounts(values, bins)", () => {
  it("of −1, 1 and 98 zeros: the bins reach 4 × √.02 to each side, so the outer two hold ±1", () => {
    // mean 0, std √(2/100) = .1414; bins of 8 · .1414 / 4 = .2828 from −.5657: zeros lie on the edge into the third
    const values = Float32Array.from([-1, 1, ...new Array<number>(98).fill(0)]);
    const { from, width, counts, notFinite } = valueCounts(values, 4);
    expect([from, width]).toEqual([
      expect.closeTo(-4 * Math.SQRT2 * 0.1, 9),
      expect.closeTo(0.2 * Math.SQRT2, 9),
    ]);
    expect(counts).toEqual([1, 0, 98, 1]);
    expect(notFinite).toBe(0);
  });

  it("keeps NaN and infinities apart, and puts equal values into the first bin", () => {
    expect(valueCounts(Float32Array.from([2, 2, NaN, Infinity, 2]), 3)).toEqual({
      ...{ mean: 2, std: 0, from: 2, width: 0 },
      ...{ counts: [3, 0, 0], notFinite: 2 },
    });
    expect(valueCounts(Float32Array.from([NaN]), 2)).toMatchObject({
      mean: NaN,
      counts: [0, 0],
      notFinite: 1,
    });
  });

  it("counts every value once, in the bin that holds it, with statistics' own mean and std", () => {
    const numbers = fc.array(fc.float({ noNaN: true, min: -100, max: 100 }), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(numbers, (list) => {
        const values = Float32Array.from(list);
        const found = valueCounts(values, 7);
        expect(found.mean).toBeCloseTo(mean(values), 6);
        expect(found.std).toBeCloseTo(std(values), 6);
        const { from, width, counts } = found;
        fc.pre(width > 1e-6);
        counts.forEach((count, bin) => {
          const inside = [...values].filter(
            (value) =>
              (bin === 0 || value >= from + bin * width) && (bin === 6 || value < from + (bin + 1) * width),
          );
          expect(inside).toHaveLength(count);
        });
      }),
      { seed: 3 },
    );
  });
});
