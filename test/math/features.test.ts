import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { agreement } from "../../lib/math/agreement";
import { columnMoments, featureStatistics } from "../../lib/math/featureStatistics";
import { splitRng } from "../../lib/math/rng";
import { ridgeProbe, solvePositive } from "../../lib/math/ridgeProbe";

describe("agreement(predicted, target)", () => {
  const target = [0, 10, 20, 30];

  it("a tenth of the target: r 1, spread .1, slope 10 (a scale fault)", () => {
    const { r, spreadRatio, slope } = agreement([0, 1, 2, 3], target);
    expect([r, spreadRatio, slope].map((v) => Math.round(v * 1e9) / 1e9)).toEqual([1, 0.1, 10]);
  });

  it("the best guess under noise: r equals the spread ratio and the slope is 1 (legitimate shrinkage)", () => {
    // prediction = E[target | x]: residuals ±5 are uncorrelated with it
    const predicted = [0, 0, 20, 20];
    const noisy = [-5, 5, 15, 25];
    const { r, spreadRatio, slope } = agreement(predicted, noisy);
    expect(r).toBeCloseTo(spreadRatio, 12);
    expect(slope).toBeCloseTo(1, 12);
  });

  it("a constant prediction has no r and no slope, and no spread", () => {
    expect(agreement([7, 7, 7, 7], target)).toEqual({ r: NaN, spreadRatio: 0, slope: NaN });
  });
});

describe("featureStatistics(table)", () => {
  it("two opposite rows: centred cosine −1, one direction", () => {
    const { centredCosine, effectiveRank, cosine } = featureStatistics({
      values: Float32Array.of(3, 1, 1, 3),
      width: 2,
    });
    expect(centredCosine).toBeCloseTo(-1, 12);
    expect(effectiveRank).toBeCloseTo(1, 12);
    expect(cosine).toBeCloseTo(6 / 10, 12); // (3·1 + 1·3) / (√10 √10)
  });

  it("a square's corners use two directions equally; a shift changes the raw cosine only", () => {
    const square = Float32Array.of(1, 1, 1, -1, -1, 1, -1, -1);
    const at0 = featureStatistics({ values: square, width: 2 });
    const far = featureStatistics({ values: square.map((v) => v + 100), width: 2 });
    expect(at0.effectiveRank).toBeCloseTo(2, 12);
    expect(at0.spread).toBeCloseTo(1, 12);
    expect(far.centredCosine).toBeCloseTo(at0.centredCosine, 6);
    expect(far.cosine).toBeGreaterThan(0.999);
  });

  it("agrees with cosines and ranks computed pair by pair, number by number", () => {
    const rng = splitRng(7, "table");
    const rows = Array.from({ length: 9 }, () =>
      Array.from({ length: 5 }, () => Math.fround(1 + rng.normal())),
    );
    const dot = (a: readonly number[], b: readonly number[]): number =>
      a.reduce((sum, value, k) => sum + value * (b[k] ?? NaN), 0);
    const pairs = rows.flatMap((row, i) => rows.slice(0, i).map((other) => [row, other] as const));
    const cosines = pairs.map(([a, b]) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)));
    const { cosine } = featureStatistics({ values: Float32Array.from(rows.flat()), width: 5 });
    expect(cosine).toBeCloseTo(cosines.reduce((sum, c) => sum + c, 0) / 36, 12); // 9 · 8 / 2 pairs
  });

  it("equal rows have no centred cosine, and part of a row is refused", () => {
    expect(featureStatistics({ values: Float32Array.of(1, 2, 1, 2), width: 2 }).centredCosine).toBeNaN();
    expect(() => featureStatistics({ values: new Float32Array(5), width: 2 })).toThrow(
      "at least 2 rows of 2, got 5",
    );
  });
});

describe("features of equal rows", () => {
  const equal = fc
    .tuple(
      fc.array(
        fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e30), max: Math.fround(1e30) }),
        { minLength: 1, maxLength: 4 },
      ),
      fc.integer({ min: 2, max: 40 }),
    )
    .map(([row, n]) => ({
      values: Float32Array.from(Array.from({ length: n }, () => row).flat()),
      width: row.length,
    }));

  it("have no spread, no rank and no centred cosine, whatever the row", () => {
    fc.assert(
      fc.property(equal, (table) => {
        const { spread, effectiveRank, centredCosine } = featureStatistics(table);
        expect([spread, effectiveRank, centredCosine]).toEqual([0, NaN, NaN]);
        expect([...columnMoments(table).std]).toEqual(
          table.values.slice(0, table.width).reduce<number[]>((zeros) => [...zeros, 0], []),
        );
      }),
    );
  });

  it("one bit in one row is a spread: 1 ulp of 1 in one of two rows is 2^-24 from the mean", () => {
    const { spread, effectiveRank } = featureStatistics({
      values: Float32Array.of(1, 1 + 2 ** -23),
      width: 1,
    });
    expect([spread, effectiveRank]).toEqual([2 ** -24, 1]);
  });
});

describe("ridgeProbe(train, heldOut)", () => {
  const rng = splitRng(5, "probe");
  const draw = (rows: number) => {
    const values = Float32Array.from({ length: rows * 6 }, () => rng.normal());
    const targets = Float32Array.from(
      { length: rows },
      (_, i) => 3 * (values[i * 6] ?? 0) - (values[i * 6 + 4] ?? 0) + 7,
    );
    return { features: { values, width: 6 }, targets: { values: targets, width: 1 } };
  };

  it("reads a linear target (R² near 1) and nothing from features without it (R² ≤ .1)", () => {
    const [train, heldOut] = [draw(80), draw(40)];
    expect(ridgeProbe(train, heldOut)).toBeGreaterThan(0.99);
    const noise = { ...heldOut, features: draw(40).features };
    expect(ridgeProbe(train, noise)).toBeLessThan(0.1);
  });

  it("has no R² when the held-out targets are all what the mean says, and R² 0 from features that are all equal", () => {
    const [train, heldOut] = [draw(80), draw(40)];
    const tenth = (rows: number) => ({ values: new Float32Array(rows).fill(0.1), width: 1 });
    expect(ridgeProbe({ ...train, targets: tenth(80) }, { ...heldOut, targets: tenth(40) })).toBeNaN();
    const tilted = { values: Float32Array.from({ length: 80 }, (_, i) => i % 2), width: 1 }; // mean ½
    const half = { values: new Float32Array(40).fill(0.5), width: 1 };
    expect(ridgeProbe({ ...train, targets: tilted }, { ...heldOut, targets: half })).toBeNaN();
    const blank = (rows: number) => ({ values: new Float32Array(rows * 6).fill(0.1), width: 6 });
    expect(ridgeProbe({ ...train, features: blank(80) }, { ...train, features: blank(80) })).toBe(0);
  });

  it("solvePositive(A, B) solves A X = B for A = M Mᵀ + I", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 1e6 }), (n, seed) => {
        const random = splitRng(seed, "m");
        const m = Float64Array.from({ length: n * n }, () => random.normal());
        const entry = (i: number, j: number): number =>
          Array.from({ length: n }, (_, k) => (m[i * n + k] ?? 0) * (m[j * n + k] ?? 0)).reduce(
            (s, v) => s + v,
            i === j ? 1 : 0,
          );
        const a = Float64Array.from({ length: n * n }, (_, p) => entry(Math.floor(p / n), p % n));
        const b = Float64Array.from({ length: n }, () => random.normal());
        const x = solvePositive(a, b, 1);
        for (let i = 0; i < n; i++) {
          const row = x.reduce((sum, value, j) => sum + (a[i * n + j] ?? 0) * value, 0);
          expect(row).toBeCloseTo(b[i] ?? NaN, 8);
        }
      }),
    );
    expect(() => solvePositive(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1), 1)).toThrow(
      "got pivot -3 at 1",
    );
  });
});
