import { describe, expect, it } from "vitest";
import { differenceOf, levelOf, verdictOf, type Bar, type Runs } from "../../../lib/doctor/prove/judge";
import { isDead, metricOf, metricOfConstant } from "../../../lib/doctor/metric";
import { halves } from "../../../lib/doctor/prove/proof";
import { mean } from "../../../lib/math/statistics";

const error = metricOf({ loss: "mse" });
const accuracy = metricOf({ loss: "bce" });

/** Runs of five seeds; dead from the constant's level (1) on, as the collection has it. */
const runs = (...errors: number[]): Runs =>
  errors.map((value, i) => ({ seed: i, error: value, dead: isDead(error, value, 1) }));

const alive = runs(0.5, 0.51, 0.49, 0.5, 0.52);
const bar = (base: Runs, ...random: Runs[]): Bar => ({ metric: error, constant: 1, base, random });

const better = runs(0.2, 0.21, 0.19, 0.2, 0.2);

describe("verdictOf(arm, { base, random })", () => {
  it("helps: 0.30 ± 0.01 below a base of 0.5, and better than a random mean of 0.5", () => {
    expect(verdictOf(better, bar(alive, alive))).toBe("helps");
  });

  it("no better than chance: as far below base, but the random arms' mean is 0.15", () => {
    expect(verdictOf(better, bar(alive, runs(0.1, 0.1, 0.1, 0.1, 0.1), better))).toBe(
      "no better than chance",
    );
  });

  it("harms: beyond the margin of 5 % above base, whatever chance does", () => {
    expect(verdictOf(alive, bar(better, alive))).toBe("harms");
  });

  it("not decided: within the margin, or an interval over it", () => {
    expect(verdictOf(runs(0.501, 0.509, 0.491, 0.5, 0.519), bar(alive))).toBe("not decided");
    expect(verdictOf(runs(0.1, 0.9, 0.1, 0.9, 0.3), bar(alive))).toBe("not decided");
  });

  it("not decided where runs of both die: five pairs decide no death, and survivors no mean", () => {
    const some = runs(1.2, 0.5, NaN, 0.5, 0.5);
    const other = runs(0.2, 0.2, 0.2, 0.2, 1.1);
    expect(verdictOf(other, bar(some))).toBe("not decided");
    expect(differenceOf(some, other)).toBeUndefined();
  });

  it("thirty pairs decide deaths: 27 of the base's die, two of the arm's", () => {
    const many = (of: (i: number) => number): Runs => runs(...Array.from({ length: 30 }, (_, i) => of(i)));
    const [most, few] = [many((i) => (i < 27 ? 1.1 : 0.4)), many((i) => (i < 2 ? 1.1 : 0.4))];
    expect(verdictOf(few, bar(most))).toBe("helps");
    expect(verdictOf(most, bar(few))).toBe("harms");
  });

  it("helps where the base dies, on all seeds or on some, and the arm lives on all: nobody is selected", () => {
    const dead = runs(1.1, 0.99, 1e6, NaN, 1.3);
    expect(verdictOf(better, bar(dead))).toBe("helps");
    expect(verdictOf(dead, bar(better))).toBe("harms");
    expect(verdictOf(better, bar(runs(0.94, 0.96, 0.94, 0.93, 0.97)))).toBe("helps");
    expect(verdictOf(runs(0.5, 0.5, 0.5, 0.5, 1.2), bar(alive))).toBe("not decided"); // one of five dies: a wide interval
  });

  it("not decided where all arms are dead", () => {
    const dead = runs(1.1, NaN, 1, 1, 1);
    expect(verdictOf(dead, bar(dead, dead))).toBe("not decided");
  });

  it("not decided by one pair", () => {
    expect(verdictOf(runs(0.1), bar(runs(0.9)))).toBe("not decided");
  });

  it("knows that accuracy is the better the higher", () => {
    const own = (values: number[]): Runs =>
      values.map((value, i) => ({ seed: i, error: value, dead: false }));
    const [low, high] = [own([0.7, 0.71, 0.7]), own([0.9, 0.91, 0.92])];
    const classes = (base: Runs, ...random: Runs[]): Bar => ({
      metric: accuracy,
      constant: 0.5,
      base,
      random,
    });
    expect(verdictOf(high, classes(low, low))).toBe("helps");
    expect(verdictOf(high, classes(low, own([0.95, 0.95, 0.95])))).toBe("no better than chance");
    expect(verdictOf(low, classes(high))).toBe("harms");
  });
});

describe("differenceOf(base, arm)", () => {
  it("is the mean of arm − base as measured: −0.304, and an interval around it", () => {
    const { mean: middle = NaN, low = NaN, high = NaN } = differenceOf(alive, better) ?? {};
    expect(middle).toBeCloseTo(mean([-0.3, -0.3, -0.3, -0.3, -0.32]), 10);
    expect(low).toBeLessThan(middle);
    expect(high).toBeGreaterThan(middle);
    expect(high).toBeLessThan(-0.28);
  });

  it("is absent for one pair, and where a number is none", () => {
    expect(differenceOf(runs(1), runs(2))).toBeUndefined();
    expect(differenceOf(runs(NaN, 1.2), runs(0.1, 0.1))).toBeUndefined();
  });
});

describe("a run", () => {
  it("is dead at 95 % of the best constant's error, below it is not; no number is dead", () => {
    expect([0.94, 0.95, 2, NaN, Infinity].map((value) => isDead(error, value, 1))).toEqual([
      ...[false, true, true, true, true],
    ]);
    // Half of the rows are of the commonest class: 0.475 wrong and more is its level.
    expect([0.53, 0.52].map((value) => isDead(accuracy, value, 0.5))).toEqual([false, true]);
  });

  it("counts, dead, as the best constant: a random arm that runs away is no easy mark", () => {
    expect(levelOf(runs(1e9, NaN, 0.5), { metric: error, constant: 1 })).toBeCloseTo((1 + 1 + 0.5) / 3, 10);
  });

  it("the best constant of 0, 0, 9 is their median, and of classes the commonest", () => {
    expect(metricOfConstant(error, [[0], [0], [9]])).toBe(3); // |9| / 3; the mean gives (3 + 3 + 6) / 3 = 4
    expect(
      metricOfConstant(accuracy, [
        [1, 0],
        [1, 0],
        [0, 1],
      ]),
    ).toBeCloseTo(2 / 3, 10);
  });
});

it("halves(seeds): of five the first two rank and the others judge, of one nothing ranks", () => {
  expect(halves([1, 2, 3, 4, 5])).toEqual({ ranking: [1, 2], judging: [3, 4, 5] });
  expect(halves([1])).toEqual({ ranking: [], judging: [1] });
});
