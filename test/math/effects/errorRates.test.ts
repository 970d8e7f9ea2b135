import { describe, expect, it } from "vitest";
import { effectOf, type EffectVerdict, type Outcome } from "../../../lib/math/effects/effect";
import { pairedInterval } from "../../../lib/math/effects/pairedInterval";
import { splitRng, type Rng } from "../../../lib/math/rng";
import { mean, quantile } from "../../../lib/math/statistics";

/** Errors of one pair as shares of the base's mean error; `effect` is what the variant truly adds. */
type Pairs = (rng: Rng, effect: number) => readonly [Outcome, Outcome];

/** What seeds move a pair's difference by: 10 % of the base, as measured on our frozen runs. */
const SPREAD = 0.1;

const alive = (error: number): Outcome => ({ seed: 0, error, dead: false });

/** Student's t with three degrees of freedom, scaled to standard deviation 1. */
const heavy = (rng: Rng): number => {
  const chi = rng.normal() ** 2 + rng.normal() ** 2 + rng.normal() ** 2;
  return (rng.normal() / Math.sqrt(chi / 3)) * Math.sqrt(1 / 3);
};

/** One peak on either side: a pair is better or worse, hardly ever the same. */
const twoPeaks = (rng: Rng): number => (rng.uniform() < 0.5 ? -1 : 1) * 0.98 + 0.2 * rng.normal();

const NOISE = { normal: (rng: Rng) => rng.normal(), heavy, twoPeaks } as const;

const noisy =
  (noise: (rng: Rng) => number): Pairs =>
  (rng, effect) => {
    const base = 1 + 0.1 * rng.normal();
    return [alive(base), alive(base + effect + SPREAD * noise(rng))];
  };

/** Runs of either arm die with this chance, and end at 2.6 times the base's error. */
const dying =
  (share: number): Pairs =>
  (rng, effect) => {
    const [base, variant] = noisy(NOISE.normal)(rng, effect);
    const fate = (run: Outcome): Outcome =>
      rng.uniform() < share ? { ...run, error: 2.6, dead: true } : run;
    return [fate(base), fate(variant)];
  };

function judged(rng: Rng, pairs: Pairs, effect: number, seeds: number): EffectVerdict {
  const both = Array.from({ length: seeds }, (_, seed) =>
    pairs(rng, effect).map((run) => ({ ...run, seed })),
  );
  return effectOf(
    both.flatMap(([base]) => base ?? []),
    both.flatMap(([, variant]) => variant ?? []),
  ).verdict;
}

/** Shares of verdicts over many simulated comparisons. */
function shares(
  label: string,
  pairs: Pairs,
  effect: number,
  seeds = 10,
  rounds = 4000,
): (verdict: string) => number {
  const rng = splitRng(1, label);
  const found = Array.from({ length: rounds }, () => judged(rng, pairs, effect, seeds));
  return (verdict) => found.filter((one) => one.startsWith(verdict)).length / rounds;
}

describe("error rates of the rule at ten pairs", () => {
  it.each(Object.entries(NOISE))("%s: no effect is called one less than once in a hundred", (name, noise) => {
    const share = shares(`null ${name}`, noisy(noise), 0);
    expect(share("helps") + share("harms")).toBeLessThan(0.01);
  });

  it.each(Object.entries(NOISE))(
    "%s: at the margin each wrong word is said at most once in thirty",
    (name, noise) => {
      // exactly 5 %: "harms" and "less than 5 %" are both wrong; each should be said 2.5 times in a hundred
      const share = shares(`margin ${name}`, noisy(noise), 0.05);
      expect(share("harms")).toBeLessThan(1 / 30);
      expect(share("less than 5 %")).toBeLessThan(1 / 30);
      expect(share("helps")).toBeLessThan(0.005);
    },
  );

  it("sees a large effect: 20 % nearly always, 10 % one time in four", () => {
    // ten pairs, standard error 10 % / √10 = 3.2 %: 20 % lies 4.7 of them beyond the margin, 10 % 1.6
    expect(shares("power 20", noisy(NOISE.normal), -0.2)("helps")).toBeGreaterThan(0.95);
    const some = shares("power 10", noisy(NOISE.normal), -0.1)("helps");
    expect(some).toBeGreaterThan(0.15);
    expect(some).toBeLessThan(0.45);
  });

  it("three pairs decide next to nothing, and that is what they say", () => {
    expect(shares("three", noisy(NOISE.normal), 0, 3)("not decided by 3 seeds")).toBeGreaterThan(0.9);
  });
});

describe("error rates of the family of 14 comparisons with one base", () => {
  /** How often at least one of 14 verdicts is one of `wrong`. */
  function familyRate(label: string, pairs: Pairs, wrong: readonly string[], seeds: number): number {
    const rng = splitRng(1, label);
    const rounds = 600;
    let hit = 0;
    for (let round = 0; round < rounds; round++) {
      const verdicts = Array.from({ length: 14 }, () => judged(rng, pairs, 0, seeds));
      if (verdicts.some((verdict) => wrong.includes(verdict))) hit++;
    }
    return hit / rounds;
  }

  it.each(Object.entries(NOISE))(
    "%s: any false help or harm in fewer than one family of ten",
    (name, noise) => {
      expect(familyRate(`family ${name}`, noisy(noise), ["helps", "harms"], 10)).toBeLessThan(0.1);
    },
  );

  it("deaths at random in both arms: any false test in fewer than one family of twenty", () => {
    for (const share of [0.1, 0.3, 0.5])
      expect(
        familyRate(`dying ${share}`, dying(share), ["more runs die", "fewer runs die"], 30),
      ).toBeLessThan(0.05);
  });
});

describe("two-peaked errors from deaths", () => {
  it("never get a verdict about means, where deaths are counted and where they are tested", () => {
    for (const seeds of [10, 30]) {
      const rng = splitRng(1, `peaks ${seeds}`);
      for (let round = 0; round < 500; round++) {
        const pairs = Array.from({ length: seeds }, (_, seed) =>
          dying(0.3)(rng, 0).map((run) => ({ ...run, seed })),
        );
        const [base, variant] = [0, 1].map((side) => pairs.flatMap((pair) => pair[side] ?? []));
        const someDead = pairs.flat().some(({ dead }) => dead);
        expect(effectOf(base ?? [], variant ?? []).kind === "means").toBe(!someDead);
      }
    }
  });
});

/** 95 % interval of the mean by the percentile bootstrap. */
function bootstrap(differences: readonly number[], rng: Rng): readonly [number, number] {
  const n = differences.length;
  const means = Array.from({ length: 400 }, () =>
    mean(differences.map(() => differences[rng.integer(n)] ?? NaN)),
  );
  return [quantile(means, 0.025), quantile(means, 0.975)];
}

/**
 * Wilcoxon's interval of ten differences: the Walsh averages (i ≤ j) between the 9th smallest and the 9th largest of
 * the 55, since P(W⁺ ≤ 8) = 25 / 1024 = 0.024 is the last tail below 0.025.
 */
function wilcoxon(differences: readonly number[]): readonly [number, number] {
  const averages = differences
    .flatMap((one, i) => differences.slice(i).map((other) => (one + other) / 2))
    .sort((a, b) => a - b);
  return [averages[8] ?? NaN, averages[averages.length - 9] ?? NaN];
}

describe("why paired t: coverage of the true mean by 95 % intervals of ten differences", () => {
  const skewed = (rng: Rng): number => (rng.uniform() < 0.1 ? 5.4 : -0.6) + 0.2 * rng.normal(); // one in ten dies
  const covered = (
    noise: (rng: Rng) => number,
    rounds: number,
  ): Record<"t" | "bootstrap" | "wilcoxon", number> => {
    const rng = splitRng(1, "coverage");
    const hits = { t: 0, bootstrap: 0, wilcoxon: 0 };
    for (let round = 0; round < rounds; round++) {
      const differences = Array.from({ length: 10 }, () => noise(rng));
      const { low, high } = pairedInterval(differences);
      const intervals = {
        t: [low, high],
        bootstrap: bootstrap(differences, rng),
        wilcoxon: wilcoxon(differences),
      };
      for (const name of ["t", "bootstrap", "wilcoxon"] as const) {
        const [from = NaN, to = NaN] = intervals[name];
        if (from <= 0 && 0 <= to) hits[name] += 1 / rounds;
      }
    }
    return hits;
  };

  it("t keeps what it says for normal, heavy-tailed and two-peaked differences; the bootstrap does not", () => {
    for (const [name, noise] of Object.entries(NOISE)) {
      const { t, bootstrap: resampled } = covered(noise, 1500);
      expect([name, t > 0.93]).toEqual([name, true]);
      expect([name, resampled < t]).toEqual([name, true]);
    }
    expect(covered(NOISE.normal, 1500).bootstrap).toBeLessThan(0.93);
  });

  it("none keeps it when one run in ten dies unseen: there no verdict about means is given", () => {
    const { t, bootstrap: resampled, wilcoxon: ranks } = covered(skewed, 1500);
    expect(Math.max(t, resampled, ranks)).toBeLessThan(0.9);
  });
});
