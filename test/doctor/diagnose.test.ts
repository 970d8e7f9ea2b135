import { describe, expect, it } from "vitest";
import { diagnose } from "../../lib/doctor/diagnose";
import { type Curve, type Evidence } from "../../lib/doctor/evidence";
import { splitRng } from "../../lib/math/rng";

const rng = splitRng(1, "targets");
const TARGETS = Array.from({ length: 400 }, () => [20 * rng.normal() + 3, rng.normal()]);
const noise = splitRng(2, "noise");

/** Held-out pairs whose predictions are made from the target row by row. */
function pairs(predict: (row: readonly number[]) => number[]): Evidence {
  return {
    format: 1,
    pairs: [{ targets: TARGETS, predictions: TARGETS.map(predict), split: "held-out" }],
  };
}

const causeOf = (evidence: Evidence): string => diagnose(evidence).verdict.cause;

describe("the signatures of the contract, from pairs alone", () => {
  it("a good model is none, and silent", () => {
    const { verdict, findings } = diagnose(
      pairs(([a = 0, b = 0]) => [0.97 * a + 3 * noise.normal(), 0.97 * b + 0.2 * noise.normal()]),
    );
    expect(verdict.cause).toBe("none");
    expect(findings).toEqual([]);
  });

  it("high r, low spread, slopes far above 1 that differ is output-scale", () => {
    expect(causeOf(pairs(([a = 0, b = 0]) => [0.1 * a + 0.1 * noise.normal(), 0.4 * b]))).toBe(
      "output-scale",
    );
  });

  it("no spread at all is undecided between labels and optimiser", () => {
    const { cause, candidates } = diagnose(
      pairs(() => [0.001 * noise.normal(), 0.0001 * noise.normal()]),
    ).verdict;
    expect(cause).toBe("undecided");
    expect([...candidates].sort()).toEqual(["label-or-information", "optimiser"]);
  });

  it("r as low as the spread with a slope of 1 is label-or-information", () => {
    // p = a/10 + n with var n = .09 var(a)/10…: cov(p, a)/var(p) = .1 / (.01 + .09) = 1, r = √.1 = .32
    expect(
      causeOf(pairs(([a = 0, b = 0]) => [0.1 * a + 6 * noise.normal(), 0.1 * b + 0.3 * noise.normal()])),
    ).toBe("label-or-information");
  });

  it("predictions left in standardised numbers are evaluation", () => {
    expect(
      causeOf(pairs(([a = 0, b = 0]) => [(a - 3) / 20 + 0.1 * noise.normal(), b + 0.1 * noise.normal()])),
    ).toBe("evaluation");
  });

  it("one known factor on all outputs is evaluation, and is named", () => {
    const { verdict } = diagnose(pairs((row) => row.map((value) => (value * Math.PI) / 180)));
    expect(verdict.cause).toBe("evaluation");
    expect(verdict.sentence).toContain("57.3");
    expect(verdict.sentence).toContain("degrees");
  });
});

describe("targets in raw units, a loss that settles from 49.7 to 48.2", () => {
  const curves: readonly [Curve] = [
    {
      ...{ name: "loss", role: "train-loss", x: "epoch" },
      at: Array.from({ length: 11 }, (_, i) => i),
      values: Array.from({ length: 11 }, (_, i) => 48.2 + 1.5 * Math.exp(-i / 2)),
    },
  ];

  it("the log alone stays open between causes that draw this curve", () => {
    const { cause, candidates } = diagnose({ format: 1, curves }).verdict;
    expect(cause).toBe("undecided");
    expect(candidates).toContain("label-or-information");
    expect(candidates.length).toBeLessThanOrEqual(3);
  });

  it.each([0.001, 0.1, 0.8])(
    "with unrelated predictions %s as wide as the targets it is labels or optimiser",
    (width) => {
      const guesses = pairs(() => [3 + 20 * width * noise.normal(), width * noise.normal()]);
      const { cause, candidates } = diagnose({ ...guesses, curves }).verdict;
      expect(cause).toBe("undecided");
      expect([...candidates].sort()).toEqual(["label-or-information", "optimiser"]);
    },
  );

  it("with a NaN behind a loss of 0 the finding decides, whatever the predictions look like", () => {
    const broken = curves.map((curve) => ({
      ...curve,
      values: curve.values.map((v, i) => (i < 5 ? v : 0)),
    }));
    const norms = { ...curves[0], name: "grad_norm", role: "gradient-norm" } as const;
    const values = Array.from({ length: 11 }, (_, i) => (i < 5 ? 1 : ("NaN" as const)));
    const log: Evidence = {
      format: 1,
      curves: [...broken, { ...norms, values }],
    };
    expect(causeOf({ ...pairs(() => [3, 0]), ...log })).toBe("optimiser");
  });
});

it("inputs that nothing scales are the cause where units saturate by them, and not where they end well", () => {
  const started = {
    stage: "hidden_0",
    when: "start",
    std: 1,
    meanNorm: 4,
    centredCosineSpread: 0.4,
  } as const;
  const run = (inputStd: number): Evidence => ({
    format: 1,
    stages: [{ ...started, effectiveRank: 4, deadShare: 0, saturatedShare: 0.98 }],
    settings: { optimizer: { name: "adam", learningRate: 1e-3 }, scaling: { inputs: "none" } },
    data: {
      trainRows: 200,
      heldOutRows: 50,
      targetMean: [0],
      targetStd: [1],
      targetRange: [[-2, 2]],
      inputStd: [inputStd, 1],
    },
  });
  expect([2000, 2].map((inputStd) => causeOf(run(inputStd)))).toEqual(["optimiser", "architecture"]);
});

it("evidence that nothing can be judged by is an error, never a verdict", () => {
  expect(() => diagnose({ format: 1 })).toThrow(
    "evidence: expected a loss or predictions beside targets, got 0 curves",
  );
});
