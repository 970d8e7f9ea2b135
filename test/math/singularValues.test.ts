import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { featureStatistics } from "../../lib/math/featureStatistics";
import { singularValues, symmetricEigenvalues } from "../../lib/math/singularValues";

const table = (width: number, ...rows: number[][]) => ({ values: Float32Array.from(rows.flat()), width });

describe("singularValues(table)", () => {
  it("of four points on two axes are √2 times the lengths, whatever is added to every row", () => {
    // centred rows ±(3, 0), ±(0, 1): the columns' sums of squares are 2·9 and 2·1
    const [first, second, ...rest] = singularValues(table(2, [8, 5], [2, 5], [5, 6], [5, 4]));
    expect(first).toBeCloseTo(3 * Math.SQRT2, 10);
    expect(second).toBeCloseTo(Math.SQRT2, 10);
    expect(rest.every((value) => value < 1e-6)).toBe(true);
    expect(rest).toHaveLength(2);
  });

  it("of equal rows are 0, and of a row that is not finite NaN", () => {
    expect(singularValues(table(3, [1, 2, 3], [1, 2, 3]))).toEqual([0, 0]);
    expect(singularValues(table(1, [1], [NaN]))).toEqual([NaN, NaN]);
  });

  it("carry the variance and the effective rank that featureStatistics finds in another way", () => {
    const numbers = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(numbers, (values) => {
        const features = { values: Float32Array.from(values, (value, i) => value + i ** 2 / 50), width: 4 }; // 6 rows
        const squares = singularValues(features).map((value) => value ** 2);
        const sum = squares.reduce((a, b) => a + b);
        const { spread, effectiveRank } = featureStatistics(features);
        expect(Math.sqrt(sum / 24) / spread).toBeCloseTo(1, 9);
        expect(sum ** 2 / squares.reduce((a, b) => a + b ** 2, 0)).toBeCloseTo(effectiveRank, 7);
      }),
    );
  });
});

describe("symmetricEigenvalues(a, n)", () => {
  it("of the chain 2, −1 on 50 places are 2 − 2 cos(kπ / 51)", () => {
    const n = 50;
    const chain = Float64Array.from({ length: n * n }, (_, i) => {
      const apart = Math.abs(Math.floor(i / n) - (i % n));
      return apart === 0 ? 2 : apart === 1 ? -1 : 0;
    });
    const found = symmetricEigenvalues(chain, n);
    for (let k = 1; k <= n; k++) expect(found[n - k]).toBeCloseTo(2 - 2 * Math.cos((k * Math.PI) / 51), 12);
  });

  it("sum up to the trace and, squared, to the squares of all entries", () => {
    const entries = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 49, maxLength: 49 });
    fc.assert(
      fc.property(entries, (values) => {
        const a = Float64Array.from(values, (_, i) => {
          const [row, column] = [Math.floor(i / 7), i % 7];
          return values[7 * Math.max(row, column) + Math.min(row, column)] ?? NaN;
        });
        const trace = [0, 1, 2, 3, 4, 5, 6].reduce((sum, i) => sum + (a[8 * i] ?? NaN), 0);
        const squares = a.reduce((sum, value) => sum + value ** 2, 0);
        const found = symmetricEigenvalues(a.slice(), 7);
        expect(found.reduce((sum, value) => sum + value, 0)).toBeCloseTo(trace, 10);
        expect(found.reduce((sum, value) => sum + value ** 2, 0)).toBeCloseTo(squares, 9);
        expect([...found].sort((x, y) => y - x)).toEqual(found);
      }),
    );
  });
});
