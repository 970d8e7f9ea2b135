import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agreement } from "../../lib/math/agreement";
import { correlation, mean, median, quantile, range, slope, std } from "../../lib/math/statistics";
import { exact } from "./exactStatistics";

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

/** Any finite number; as many of it as n. */
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const constants = fc
  .tuple(finite, fc.integer({ min: 1, max: 200 }))
  .map(([value, n]) => Array<number>(n).fill(value));

describe("statistics of constant values", () => {
  it("0.1 three times has no slope: the rounding of its mean is no spread (it gave slope −64)", () => {
    const constant = [0.1, 0.1, 0.1];
    expect(std(constant)).toBe(0);
    expect(agreement(constant, [1, 2, 4])).toEqual({ r: NaN, spreadRatio: 0, slope: NaN });
  });

  it("any constant, any number of times: spread 0, and neither r nor slope on it", () => {
    fc.assert(
      fc.property(constants, (constant) => {
        const other = constant.map((_, i) => i);
        expect(std(constant)).toBe(0);
        expect(correlation(constant, other)).toBeNaN();
        expect(correlation(other, constant)).toBeNaN();
        expect(slope(constant, other)).toBeNaN();
        expect(agreement(other, constant).spreadRatio).toBeNaN();
      }),
    );
  });

  it("a constant has slope 0 on what varies", () => {
    fc.assert(
      fc.property(
        constants.filter(({ length }) => length > 1),
        (constant) => {
          expect(
            slope(
              constant.map((_, i) => i),
              constant,
            ),
          ).toBe(0);
        },
      ),
    );
  });
});

/** Values a few units of the last place apart, and any whose spread is a number that float64 holds to all its digits. */
const close = fc
  .tuple(
    fc.double({ min: 0.001, max: 1e9, noNaN: true }),
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 6, maxLength: 6 }),
  )
  .map(([base, steps]) => steps.map((k) => base * (1 + k * Number.EPSILON)));
const any = fc.array(
  fc.double({ min: -1e50, max: 1e50, noNaN: true }).map((value) => (Math.abs(value) < 1e-50 ? 0 : value)),
  { minLength: 6, maxLength: 6 },
);
const varying = fc.oneof(close, any).filter(exact.varies);

describe("statistics of values that differ, however little", () => {
  it("std is the exact one", () => {
    fc.assert(
      fc.property(varying, varying, (x, y) => {
        expect(std(x) / std(y) / Math.sqrt(exact.varianceRatio(x, y))).toBeCloseTo(1, 9);
      }),
    );
    expect(std([5, 5 + 2 ** -40])).toBe(2 ** -41); // half of what they are apart
  });

  it("r is the exact one", () => {
    fc.assert(
      fc.property(varying, varying, (x, y) => {
        expect(correlation(x, y)).toBeCloseTo(exact.correlation(x, y), 9);
      }),
    );
  });

  it("slope is the exact one, to a share of the steepest it could be, std(y) / std(x)", () => {
    fc.assert(
      fc.property(varying, varying, (x, y) => {
        const steepest = Math.sqrt(exact.varianceRatio(y, x));
        expect(slope(x, y) / steepest).toBeCloseTo(exact.slope(x, y) / steepest, 9);
      }),
    );
  });

  it("numbers whose squares are 0 still vary: 1e-200 and 2e-200", () => {
    expect(correlation([1e-200, 2e-200], [1, 2])).toBeCloseTo(1, 12);
    expect(slope([1e-200, 2e-200], [1e-200, 3e-200])).toBeCloseTo(2, 12);
  });
});
