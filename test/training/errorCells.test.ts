import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { meanAde } from "../../lib/geometry/displacementError";
import { type Trajectory } from "../../lib/geometry/trajectory";
import { at } from "../../lib/math/at";
import { mean } from "../../lib/math/statistics";
import { errorCells, errorOf, errorsByRecording } from "../../lib/training/errorCells";
import { kindOf } from "../../lib/training/sampleKinds";

const straight: Trajectory = Array.from({ length: 45 }, (_, j) => [j + 1, 0] as const);
const left: Trajectory = Array.from(
  { length: 45 },
  (_, j) => [j < 20 ? j + 1 : 20, j < 20 ? 0 : j - 19] as const,
);
const leap: Trajectory = straight.map(([x]) => [x + 5000, 0] as const);

/** Off by (3, −4) up to 2.5 s and by (0, 12) behind. */
const off = (target: Trajectory): Trajectory =>
  target.map(([x, y], j) => (j < 25 ? ([x + 3, y - 4] as const) : ([x, y + 12] as const)));

describe("errorCells(predicted, set)", () => {
  const targets = [straight, left, straight, leap];
  const recordings = ["a", "a", "b", "b"];
  const cells = errorCells([off(straight), left, straight, leap], { targets, recordings });

  it("has a cell for each recording and kind, near and far horizon, x and y apart", () => {
    expect(cells.map(({ recording, kind, samples }) => [recording, kind, samples])).toEqual([
      ["a", "straight", 1],
      ["a", "turning", 1],
      ["b", "straight", 1],
      ["b", "beyond", 1],
    ]);
    const [first] = cells;
    expect(first?.nearHorizon).toEqual({ distance: 5, x: 3, y: 4 }); // 3, 4, 5
    expect(first?.farHorizon).toEqual({ distance: 12, x: 0, y: 12 });
  });

  it("answers what is asked: means over samples, and a mean for each recording", () => {
    // the first sample alone is off: (25 · 5 + 20 · 12) / 45
    const first = (25 * 5 + 20 * 12) / 45;
    expect(errorOf(cells)).toBeCloseTo(first / 4, 9);
    expect(errorOf(cells, { kind: "straight" })).toBeCloseTo(first / 2, 9);
    expect(errorOf(cells, { kind: "straight", of: "y", horizon: "farHorizon" })).toBe(6);
    expect(errorOf(cells, { kind: "turning", of: "x" })).toBe(0);
    expect(errorsByRecording(cells, { kind: "straight" })).toEqual([
      { recording: "a", samples: 1, error: expect.closeTo(first, 9) as number },
      { recording: "b", samples: 1, error: 0 },
    ]);
    expect(errorsByRecording(cells, { kind: "turning" }).map(({ recording }) => recording)).toEqual(["a"]);
    expect(errorOf(cells.slice(0, 1), { kind: "beyond" })).toBeNaN();
  });

  it("put together give the mean displacement error, whatever the sizes of recordings and kinds", () => {
    const sample = fc.record({
      target: fc.constantFrom(straight, left, leap),
      recording: fc.constantFrom("a", "b", "c"),
      offset: fc.tuple(
        fc.double({ min: -30, max: 30, noNaN: true }),
        fc.double({ min: -30, max: 30, noNaN: true }),
      ),
    });
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 20 }), (samples) => {
        const truths = samples.map(({ target }) => target);
        const guesses = samples.map(({ target, offset: [dx, dy] }) =>
          target.map(([x, y], j) => [x + (dx * j) / 45, y + dy] as const),
        );
        const all = errorCells(guesses, {
          targets: truths,
          recordings: samples.map(({ recording }) => recording),
        });
        expect(errorOf(all)).toBeCloseTo(meanAde(guesses, truths), 3); // cells are rounded to a tenth of a millimetre
        for (const { recording, samples: count, error } of errorsByRecording(all, { of: "y" })) {
          const own = samples.filter((one) => one.recording === recording);
          expect(count).toBe(own.length);
          expect(error).toBeCloseTo(mean(own.map(({ offset }) => Math.abs(offset[1]))), 3);
        }
        for (const { kind } of all) {
          const rows = truths.flatMap((target, row) => (kindOf(target) === kind ? [row] : []));
          const part = meanAde(
            rows.map((row) => at(guesses, row)),
            rows.map((row) => at(truths, row)),
          );
          expect(errorOf(all, { kind })).toBeCloseTo(part, 3);
        }
      }),
      { numRuns: 50 },
    );
  });
});
