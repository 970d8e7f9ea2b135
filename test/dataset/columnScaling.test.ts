import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitColumns, scaleColumns, unscaleColumns } from "../../lib/dataset/columnScaling";

const table = (...rows: number[][]) => ({
  values: Float32Array.from(rows.flat()),
  width: rows[0]?.length ?? 1,
});

describe("fitColumns(kind, table)", () => {
  it("standardise: each column by its own mean and population std", () => {
    // column 0: 1, 3 → mean 2, std 1; column 1: 100, 500 → mean 300, std 200
    const scaling = fitColumns("standardise", table([1, 100], [3, 500]));
    expect(scaling).toEqual({ kind: "standardise", offset: [2, 300], scale: [1, 200] });
    expect([...scaleColumns(scaling, Float32Array.from([3, 700, 2, 300]))]).toEqual([1, 2, 0, 0]);
  });

  it("robust: median and the 5 to 95 % range over 3.29, unmoved by one wild row", () => {
    // 0 … 100: median 50, quantiles 5 and 95
    const rows = Array.from({ length: 101 }, (_, i) => [i]);
    const { offset, scale } = fitColumns("robust", table(...rows));
    expect([offset[0], scale[0]]).toEqual([50, expect.closeTo(90 / 3.2897, 3)]);
    const wild = fitColumns("robust", table(...rows, [1e6]));
    expect(wild.scale[0]).toBeCloseTo(scale[0] ?? NaN, -1);
  });

  it("a column without spread stays: constant, rounding only, and under robust 19 zeros in 20", () => {
    const steady = fitColumns("standardise", table([7, 1, 1e6], [7, 2, 1e6 + 0.0625]));
    expect(steady.offset).toEqual([0, 1.5, 0]);
    expect(steady.scale).toEqual([1, 0.5, 1]);
    const rare = table(...Array.from({ length: 40 }, (_, i) => [i === 0 ? 1 : 0]));
    expect(fitColumns("robust", rare)).toMatchObject({ offset: [0], scale: [1] });
    expect(fitColumns("standardise", rare).scale[0]).toBeCloseTo(Math.sqrt(0.025 * 0.975), 9);
  });

  it("none and divide-by-100 look at no number, and pictures are scaled by channel", () => {
    expect(fitColumns("none", table([5, 6]))).toMatchObject({ offset: [0, 0], scale: [1, 1] });
    expect(fitColumns("divide-by-100", table([5, 6])).scale).toEqual([100, 100]);
    // [N 1, H 1, W 2, C 3]: two pixels are two rows of three channels
    expect(fitColumns("standardise", { values: Float32Array.of(0, 5, 9, 2, 5, 1), width: 3 }).offset).toEqual(
      [1, 0, 5],
    );
  });

  it.each(["none", "divide-by-100", "standardise", "robust"] as const)(
    "%s comes back by its inverse",
    (kind) => {
      const number = fc.float({ min: -500, max: 500, noNaN: true });
      fc.assert(
        fc.property(fc.array(fc.tuple(number, number), { minLength: 2, maxLength: 30 }), (rows) => {
          const { values, width } = table(...rows);
          const scaling = fitColumns(kind, { values, width });
          unscaleColumns(scaling, scaleColumns(scaling, values)).forEach((value, i) =>
            expect(Math.abs(value - (values[i] ?? NaN))).toBeLessThan(1e-3),
          );
        }),
      );
    },
  );

  it("refuses no rows, rows cut off, and numbers that are not finite, by place", () => {
    expect(() => fitColumns("standardise", { values: new Float32Array(), width: 2 })).toThrow(
      "column scaling: expected whole rows of 2 and at least one, got 0 numbers; check the table",
    );
    expect(() => fitColumns("robust", table([1, 2], [3, NaN]))).toThrow("got NaN in row 1, column 1");
    const scaling = fitColumns("none", table([1, 2]));
    expect(() => scaleColumns(scaling, new Float32Array(3))).toThrow("expected rows of 2, got 3 numbers");
  });
});
