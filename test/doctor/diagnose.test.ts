import { describe, expect, it } from "vitest";
import { diagnose } from "../../lib/doctor/diagnose";
import { type Evidence } from "../../lib/doctor/evidence";
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

it("evidence that nothing can be judged by is an error, never a verdict", () => {
  expect(() => diagnose({ format: 1 })).toThrow(
    "evidence: expected a loss or predictions beside targets, got 0 curves",
  );
});
