import { describe, expect, it } from "vitest";
import { at } from "../../../lib/math/at";
import { sizeOf } from "../../../lib/math/effects/factorial";
import {
  bestSet,
  chooseAndReport,
  seedsNearBest,
  smallestSufficient,
  sufficientSets,
} from "../../../lib/math/effects/sufficientSets";
import { splitRng } from "../../../lib/math/rng";
import { mean } from "../../../lib/math/statistics";

/** Ten seeds of two factors: nothing, a, b, both. */
const errors = [
  Array.from({ length: 10 }, () => 4),
  Array.from({ length: 10 }, (_, seed) => (seed === 3 ? 3 : 2.1)), // 5 % above 2 is 2.1: near, but for seed 3
  Array.from({ length: 10 }, (_, seed) => (seed < 2 ? 3 : 2)), // two seeds too far
  Array.from({ length: 10 }, () => 2),
];

describe("sufficientSets(errors)", () => {
  it("are near the best on nine seeds of ten; eight are too few", () => {
    expect(bestSet(errors)).toBe(3);
    expect(seedsNearBest(errors)).toEqual([0, 9, 8, 10]);
    expect(sufficientSets(errors)).toEqual([1, 3]);
    expect(smallestSufficient(errors)).toBe(1);
  });

  it("refuse other numbers of seeds, NaN and a missing set by name", () => {
    expect(() => bestSet([[1], [1, 2]])).toThrow("same seeds, got 1 and 2 of them");
    expect(() => bestSet([[1], [NaN]])).toThrow("got NaN or infinity");
    expect(() => bestSet([[1], [2], [3]])).toThrow("expected 2^k values");
    expect(() => chooseAndReport([[1], [2]])).toThrow("at least 2 seeds");
  });
});

describe("chooseAndReport(errors)", () => {
  it("tells the second half of the seeds only", () => {
    const { best, smallest } = chooseAndReport(errors);
    expect(best).toMatchObject({ set: 3, near: 5, seeds: 5, errors: [2, 2, 2, 2, 2], random: [2] });
    // on seeds 0 to 4 set a misses once of five, so both is the only sufficient set
    expect(smallest.set).toBe(3);
  });

  it("counts the seeds near the best of the reporting half, which another set may be", () => {
    const early = (seed: number): boolean => seed < 2;
    const turned = [
      Array.from({ length: 4 }, () => 5),
      Array.from({ length: 4 }, (_, seed) => (early(seed) ? 1 : 4)), // chosen
      Array.from({ length: 4 }, (_, seed) => (early(seed) ? 2 : 3)), // best where it is told
      Array.from({ length: 4 }, () => 5),
    ];
    expect(chooseAndReport(turned).best).toMatchObject({ set: 1, near: 0, seeds: 2, errors: [4, 4] });
  });

  it("does not report the luck that made a set the best of 64 equal ones", () => {
    const rng = splitRng(1, "equal sets");
    let chosenOn = 0;
    let reported = 0;
    const rounds = 400;
    for (let round = 0; round < rounds; round++) {
      const all = Array.from({ length: 64 }, () => Array.from({ length: 10 }, () => 3 + 0.3 * rng.normal()));
      const { best } = chooseAndReport(all);
      chosenOn += mean(at(all, best.set).slice(0, 5)) / rounds;
      reported += mean(best.errors) / rounds;
      expect(best.random).toHaveLength([1, 6, 15, 20, 15, 6, 1][sizeOf(best.set)] ?? NaN);
    }
    // the smallest of 64 means with σ = 0.3 / √5 = 0.134 lies 2.4 σ below 3 m, about 2.68 m; the report is unbiased:
    // 0.134 / √400 = 0.007 m is its standard error
    expect(chosenOn).toBeLessThan(2.75);
    expect(Math.abs(reported - 3)).toBeLessThan(0.025);
  });
});
