import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { median } from "../../lib/math/statistics";
import { bestConstant } from "../../lib/training/bestConstant";
import { lossScales, markedLoss } from "../../lib/training/lossScale";
import { meanLoss } from "../../lib/steps/plainLoss";

const SMOOTH = { loss: "smooth-l1", beta: 1 } as const;

describe("bestConstant(options, rows, width)", () => {
  it("is the mean under MSE, and column by column", () => {
    expect([...bestConstant({ loss: "mse", beta: 1 }, Float32Array.of(1, 10, 3, 30), 2)]).toEqual([2, 20]);
  });

  it("is Huber's centre of 0, 0, 10 with beta 1: the far one pulls with 1, so two pull back with ½ each", () => {
    expect(bestConstant(SMOOTH, Float32Array.of(0, 0, 10), 1)[0]).toBeCloseTo(0.5, 9);
    expect(bestConstant({ loss: "huber", beta: 1 }, Float32Array.of(0, 0, 10), 1)[0]).toBeCloseTo(0.5, 9);
  });

  it("comes to the median for a small beta, and to the mean for a large one", () => {
    const values = Float32Array.of(-7, 1, 2, 3, 1000);
    expect(bestConstant({ loss: "huber", beta: 1e-3 }, values, 1)[0]).toBeCloseTo(median(values), 2);
    expect(bestConstant({ loss: "huber", beta: 1e6 }, values, 1)[0]).toBeCloseTo(199.8, 6);
  });

  it("has no larger loss than any other constant", () => {
    const number = fc.float({ min: -50, max: 50, noNaN: true });
    const kind = fc.constantFrom("mse", "smooth-l1", "huber");
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 15 }), number, kind, (list, other, loss) => {
        const [options, values] = [{ loss, beta: 2 } as const, Float32Array.from(list)];
        const lossOf = (constant: number): number =>
          meanLoss(
            options,
            list.map(() => constant),
            values,
          );
        const best = bestConstant(options, values, 1)[0] ?? NaN;
        expect(lossOf(best)).toBeLessThanOrEqual(lossOf(other) + 1e-9);
        expect(lossOf(best)).toBeLessThanOrEqual(lossOf(best + 1e-3) + 1e-9);
      }),
    );
  });
});

/** Rows of 90 equal numbers. */
const rows = (...values: number[]): Float32Array =>
  Float32Array.from(values.flatMap((value) => new Array<number>(90).fill(value)));

describe("lossScales(options, sets)", () => {
  const train = { wanted: rows(2, 4, 1000), near: [true, true, false] };
  const validation = { wanted: rows(3, 0.5), near: [true, true] };
  const zero = new Array<number>(90).fill(0);

  it("gives zeros and best constant for all samples and for the near ones, fitted on training", () => {
    const scales = lossScales(SMOOTH, { train, validation, zero });
    // Smooth L1 is |r| − ½ beyond 1 and r² / 2 within: 2, 4, 1000 cost 1.5, 3.5, 999.5
    expect(scales.train.whole).toEqual({
      samples: 3,
      zeros: expect.closeTo(1004.5 / 3, 9) as number,
      // the slopes of 2, 4 and 1000 by c: c = 4 has −1 + 0 + 1 = 0, costs 1.5 + 0 + 995.5
      bestConstant: expect.closeTo(997 / 3, 6) as number,
    });
    // of 2 and 4 any c in [3, 3] ± 0: both cost ½ at 3
    expect(scales.train.near).toEqual({
      samples: 2,
      zeros: 2.5,
      bestConstant: expect.closeTo(0.5, 6) as number,
    });
    // 3 and .5 cost 2.5 and .125; from 4: ½ and 3; from 3: 0 and 2
    expect(scales.validation.whole).toMatchObject({ samples: 2, zeros: (2.5 + 0.125) / 2 });
    expect(scales.validation.whole.bestConstant).toBeCloseTo((0.5 + 3) / 2, 6);
    expect(scales.validation.near.bestConstant).toBeCloseTo((0 + 2) / 2, 6);
  });

  it("says NaN of samples there are none of", () => {
    const far = { ...train, near: [false, false, false] };
    const { near } = lossScales(SMOOTH, { train: far, validation, zero }).train;
    expect(near).toEqual({ samples: 0, zeros: NaN, bestConstant: NaN });
    expect(markedLoss(SMOOTH, rows(1, 2, 3), far)).toBeNaN();
  });

  it("markedLoss leaves out the rows that are not marked", () => {
    expect(markedLoss(SMOOTH, rows(2, 6, 7), train)).toBe((0 + 1.5) / 2);
  });
});
