import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { effectOf, ofSharedSeeds, type Outcome } from "../../../lib/math/effects/effect";
import { pairedInterval } from "../../../lib/math/effects/pairedInterval";

const arm = (errors: readonly number[], dead: readonly number[] = []): Outcome[] =>
  errors.map((error, i) => ({ seed: i + 1, error, dead: dead.includes(i + 1) }));
const same = (value: number, n: number): number[] => Array.from({ length: n }, () => value);

describe("pairedInterval(differences)", () => {
  it("is mean ± t · s / √n", () => {
    // 1, 2, 3: mean 2, s = 1, t(2) = 4.303, half width 4.303 / √3 = 2.484
    const { mean, low, high } = pairedInterval([1, 2, 3]);
    expect(mean).toBe(2);
    expect([low, high]).toEqual([expect.closeTo(-0.484, 3), expect.closeTo(4.484, 3)]);
  });

  it("of equal differences is the difference itself", () => {
    expect(pairedInterval([0.5, 0.5, 0.5])).toEqual({ mean: 0.5, low: 0.5, high: 0.5 });
  });

  it("moves and stretches with the differences", () => {
    const numbers = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(numbers, fc.double({ min: 0.1, max: 9, noNaN: true }), (differences, scale) => {
        const one = pairedInterval(differences);
        const other = pairedInterval(differences.map((value) => 3 - scale * value));
        expect(other.low).toBeCloseTo(3 - scale * one.high, 6);
        expect(other.high).toBeCloseTo(3 - scale * one.low, 6);
      }),
    );
  });

  it("refuses a single pair", () => {
    expect(() => pairedInterval([1])).toThrow("expected at least 2 pairs, got 1; run more seeds");
  });
});

describe("effectOf(base, variant): means", () => {
  // base 10, margin 0.5; differences d ± 0.1 in turn over ten seeds: s = 0.1054, half width 2.262 · 0.1054 / √10 = 0.0754
  const around = (d: number): Outcome[] =>
    arm(same(10, 10).map((base, i) => base + d + (i % 2 === 0 ? 0.1 : -0.1)));
  const verdict = (d: number): string => effectOf(arm(same(10, 10)), around(d)).verdict;

  it("helps or harms where the interval lies beyond 5 % of the base", () => {
    expect([verdict(-0.58), verdict(0.58)]).toEqual(["helps", "harms"]);
  });

  it("is not decided where the margin lies in the interval", () => {
    expect([verdict(-0.57), verdict(0.57), verdict(-0.43)]).toEqual(
      same(0, 3).map(() => "not decided by 10 seeds"),
    );
  });

  it("is less than 5 % where the interval lies inside", () => {
    expect([verdict(-0.42), verdict(0), verdict(0.42)]).toEqual(same(0, 3).map(() => "less than 5 %"));
  });

  it("pairs runs by their seed, whatever their order", () => {
    const shuffled = [...around(1)].reverse();
    expect(effectOf(arm(same(10, 10)), shuffled)).toMatchObject({
      ...{ kind: "means", pairs: 10, base: 10, verdict: "harms" },
      interval: [expect.closeTo(0.9246, 4), expect.closeTo(1.0754, 4)],
    });
  });

  it("takes more than three seeds' agreement: 4, 3 and 5 % better says nothing", () => {
    expect(effectOf(arm([10, 10, 10]), arm([9.2, 8.8, 9.6])).verdict).toBe("not decided by 3 seeds");
  });

  it("gives the opposite verdict when the arms change places and the effect is large", () => {
    expect(effectOf(arm(same(10, 10)), around(-5)).verdict).toBe("helps");
    expect(effectOf(around(-5), arm(same(10, 10))).verdict).toBe("harms");
  });
});

describe("effectOf(base, variant): deaths", () => {
  it("counts them below 30 seeds, and gives no mean verdict", () => {
    const effect = effectOf(arm([3, 3, 3]), arm([7.4, 7.4, 2.1], [1, 2]));
    expect(effect).toMatchObject({ kind: "deaths", deaths: { base: 0, variant: 2, onlyVariant: 2 } });
    expect(effect.verdict).toBe("2 against 0 of 3 dead");
    expect(effect.deaths.p).toBeUndefined();
  });

  it("tests them with 30: ten pairs that go one way decide, nine do not", () => {
    const base = arm(same(3, 30));
    const died = (n: number): Outcome[] =>
      arm(
        same(3, 30),
        Array.from({ length: n }, (_, i) => i + 1),
      );
    expect(effectOf(base, died(10)).verdict).toBe("more runs die"); // 2 / 2^10 = 0.0020 ≤ 0.05 / 18 = 0.0028
    expect(effectOf(died(10), base).verdict).toBe("fewer runs die");
    expect(effectOf(base, died(9)).verdict).toBe("deaths not decided by 30 seeds"); // 0.0039
    expect(effectOf(died(9), died(9)).deaths).toEqual({
      base: 9,
      variant: 9,
      onlyBase: 0,
      onlyVariant: 0,
      p: 1,
    });
  });

  it("counts a diverged run among the dead, though its error is no number", () => {
    expect(effectOf(arm([3, 3]), arm([NaN, 3], [1])).verdict).toBe("1 against 0 of 2 dead");
  });
});

describe("ofSharedSeeds(base, variant)", () => {
  it("keeps the runs of the seeds that both arms have", () => {
    const run = (seed: number) => ({ seed, error: seed, dead: false });
    const [base, variant] = ofSharedSeeds([1, 2, 3].map(run), [2, 3, 4].map(run));
    expect([base, variant].map((runs) => runs.map(({ seed }) => seed))).toEqual([
      [2, 3],
      [2, 3],
    ]);
  });
});

describe("effectOf of bad input", () => {
  const verdict = (base: Outcome[], variant: Outcome[]): string => effectOf(base, variant).verdict;

  it("gives no verdict and says why", () => {
    expect(verdict(arm([1]), arm([2]))).toBe("no verdict: one pair, an interval needs two");
    expect(verdict([], [])).toBe("no verdict: no runs to compare");
    expect(verdict(arm([1, 2]), arm([1, 2, 3]))).toBe("no verdict: unequal seeds, 1,2 and 1,2,3");
    expect(verdict(arm([1, 2]), [...arm([1]), { seed: 9, error: 1, dead: false }])).toBe(
      "no verdict: unequal seeds, 1,2 and 1,9",
    );
    expect(verdict([...arm([1]), ...arm([2])], [...arm([1]), ...arm([2])])).toBe(
      "no verdict: a seed twice, 1,1",
    );
    expect(verdict(arm([1, 2]), arm([1, NaN]))).toBe("no verdict: the error of seed 2 is NaN");
    expect(verdict(arm([7, 7], [1, 2]), arm([7, 7], [1, 2]))).toBe("no verdict: all runs are dead");
  });

  it("has no number either", () => {
    expect(effectOf(arm([1]), arm([2]))).toMatchObject({ kind: "none", change: NaN, interval: [NaN, NaN] });
  });
});
