import { describe, expect, it } from "vitest";
import { type DataFacts, type Evidence } from "../../lib/doctor/evidence";
import { endsWell } from "../../lib/doctor/measures/endsWell";
import { expectedFall } from "../../lib/doctor/measures/expectedFall";
import { courseOfCurve } from "../../lib/doctor/measures/lossCourse";
import { lossOfTrainPairs } from "../../lib/doctor/measures/lossOfPairs";
import { pairFacts } from "../../lib/doctor/measures/pairFacts";
import { unitOf } from "../../lib/doctor/measures/units";
import { neighbourR2 } from "../../lib/math/neighbourR2";
import { agreement } from "../../lib/math/agreement";
import { curve, normals } from "./evidenceOf";

const DATA: DataFacts = {
  trainRows: 100,
  heldOutRows: 9,
  targetMean: [0],
  targetStd: [2],
  targetRange: [[0, 1]],
  lossOfBestConstant: 1,
};

describe("the course of a loss", () => {
  it("finds the noise of one point in a line with noise", () => {
    const rattle = normals("rattle", 4000);
    const course = courseOfCurve(
      curve(
        "train-loss",
        rattle.map((value, i) => 10 - i / 1000 + 0.3 * value),
      ),
    );
    expect(course?.noise).toBeCloseTo(0.3, 1);
  });

  it("finds none in a straight line, and is not fooled by one leap", () => {
    const line = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
    expect(courseOfCurve(curve("train-loss", line))?.noise).toBeCloseTo(0, 12);
    expect(courseOfCurve(curve("train-loss", line.with(7, 100)))?.noise).toBeCloseTo(0, 12);
  });

  it("takes the end as the median of the last fifth, of finite values alone", () => {
    // 10 finite values: the last two are 2 and 4
    const course = courseOfCurve(curve("train-loss", [9, 8, 7, 6, 5, "NaN", 5, 4, 3, 2, 4]));
    expect([course?.end, course?.notFinite, course?.first]).toEqual([3, 1, 9]);
  });

  it("is undefined where nothing is a number", () =>
    expect(courseOfCurve(curve("train-loss", ["NaN"]))).toBeUndefined());
});

describe("pairs", () => {
  it("gives the r, spread ratio and slope of `agreement`", () => {
    const [target, other] = [normals("target", 50), normals("other", 50)];
    const predicted = target.map((value, i) => 0.5 * value + (other[i] ?? 0) + 7);
    const [output] = pairFacts({
      targets: target.map((value) => [value]),
      predictions: predicted.map((value) => [value]),
      split: "held-out",
    }).outputs;
    const wanted = agreement(predicted, target);
    expect(output?.r).toBeCloseTo(wanted.r, 12);
    expect(output?.spreadRatio).toBeCloseTo(wanted.spreadRatio, 12);
    expect(output?.slope).toBeCloseTo(wanted.slope, 12);
  });

  it("leaves rows out that are no numbers, and outputs whose target never changes", () => {
    const facts = pairFacts({
      targets: [
        [1, 5],
        [2, 5],
        [3, 5],
      ],
      predictions: [
        [1, 5],
        [NaN, 5],
        [3, 5],
      ],
      split: "held-out",
    });
    expect([facts.rows, facts.notFinite, facts.constantTargets, facts.outputs.length]).toEqual([2, 1, 1, 1]);
  });
});

describe("how far a run could have come", () => {
  const run = (optimizer: NonNullable<Evidence["settings"]>["optimizer"]): Evidence => ({
    format: 1,
    curves: [curve("gradient-norm", [2, 2])],
    settings: { ...(optimizer === undefined ? {} : { optimizer }), batchSize: 10, epochs: 2 },
    data: DATA,
  });
  // 20 updates of a rate of .01, gradient 2, loss of knowing nothing 1
  it("is rate · gradient² an update for plain steps", () =>
    expect(expectedFall(run({ name: "sgd", learningRate: 0.01 }))).toBeCloseTo(0.8, 12));
  it("is ten times that with momentum .9", () =>
    expect(expectedFall(run({ name: "momentum", learningRate: 0.01 }))).toBeCloseTo(8, 9));
  it("is rate · gradient for Adam", () =>
    expect(expectedFall(run({ name: "adam", learningRate: 0.01 }))).toBeCloseTo(0.4, 6));
  it("shrinks with a clip", () =>
    expect(expectedFall(run({ name: "sgd", learningRate: 0.01, clipNorm: 0.02 }))).toBeCloseTo(0.008, 12));
  it("shrinks with an epsilon larger than the gradient", () =>
    // 2 / (2 + 198) of a step
    expect(expectedFall(run({ name: "adam", learningRate: 0.01, epsilon: 198 }))).toBeCloseTo(0.004, 12));
  it("is undefined without an optimiser", () => expect(expectedFall(run(undefined))).toBeUndefined());
});

describe("what training rows cost in the run's loss", () => {
  const costing = (settings: Evidence["settings"]): Evidence => ({
    format: 1,
    ...(settings === undefined ? {} : { settings }),
    data: DATA,
    pairs: [{ targets: [[0], [4]], predictions: [[2], [0]], split: "train" }],
  });
  it("is the mean square in training units", () => {
    // residuals 2 and −4: as they are (4 + 16) / 2, standardised by 2: (1 + 4) / 2
    expect(lossOfTrainPairs(costing({ loss: "mse" }))).toBe(10);
    expect(lossOfTrainPairs(costing({ loss: "mse", scaling: { targets: "standardise" } }))).toBe(2.5);
  });
  it("is Smooth L1 that turns at delta", () =>
    // β = 1: 2 − ½ and 4 − ½
    expect(lossOfTrainPairs(costing({ loss: "smooth-l1" }))).toBe(2.5));
  it("is undefined where the loss has no name or the scaling no scale", () =>
    expect(
      [{ loss: "custom" }, { loss: "mse", scaling: { targets: "robust" } }].map((one) =>
        lossOfTrainPairs(costing(one as Evidence["settings"])),
      ),
    ).toEqual([undefined, undefined]));
});

it("units are known within their tolerance and by their direction", () => {
  expect(unitOf(57.2, 0.01)).toContain("radians where degrees");
  expect(unitOf(Math.PI / 180, 0.01)).toContain("degrees where radians");
  expect(unitOf(50, 0.05)).toBeUndefined();
});

describe("neighbourR2", () => {
  const x = normals("x", 300);
  const table = (values: readonly number[]) => ({ values: Float32Array.from(values), width: 1 });
  it("is near 1 for a smooth function and near 0 for noise", () => {
    expect(neighbourR2(table(x), table(x.map((value) => Math.sin(value))))).toBeGreaterThan(0.95);
    expect(neighbourR2(table(x), table(normals("y", 300)))).toBeLessThan(0.1);
  });
  it("is the same in any unit", () => {
    const y = x.map((value) => value * value);
    expect(
      neighbourR2(table(x.map((value) => 1000 * value)), table(y.map((value) => value / 8))),
    ).toBeCloseTo(neighbourR2(table(x), table(y)), 2);
  });
  it("needs more rows than neighbours", () =>
    expect(() => neighbourR2(table([1, 2, 3]), table([1, 2, 3]))).toThrow(
      "neighbourR2: expected more than 8 rows, got 3",
    ));
});

describe("endsWell(evidence)", () => {
  /** y = a + b, predicted with noise of a share of it; inputs that a straight line reads y from. */
  const run = (noise: number, hasInputs: boolean) => {
    const [a, b, error] = [normals("a", 80), normals("b", 80), normals("error", 80)];
    const targets = a.map((value, i) => [value + (b[i] ?? NaN)]);
    return {
      format: 1,
      pairs: [
        {
          targets,
          predictions: targets.map(([value = NaN], i) => [value + noise * (error[i] ?? NaN)]),
          ...(hasInputs ? { inputs: a.map((value, i) => [value, b[i] ?? NaN]) } : {}),
          split: "held-out",
        },
      ],
    } as const satisfies Evidence;
  };
  it("asks for half of the variance, and where the inputs are known for no fifth less than they say", () => {
    // The targets' variance is 2: noise of .8 leaves R² 1 − .64/2 = .68, of .4 .92, of 1.2 .28; a line reads nearly 1.
    expect([0.4, 0.8, 1.2].map((noise) => endsWell(run(noise, false)))).toEqual([true, true, false]);
    expect([0.4, 0.8, 1.2].map((noise) => endsWell(run(noise, true)))).toEqual([true, false, false]);
  });
});
