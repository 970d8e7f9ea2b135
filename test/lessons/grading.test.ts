import { describe, expect, it } from "vitest";
import { gradeFunction, gradeNumber } from "../../lib/lessons/grading";

describe("gradeNumber(answer, rule)", () => {
  const rule = {
    expected: 10,
    tolerance: 0.1,
    right: "Yes.",
    mistakes: [{ value: 20, because: "Twice too much." }],
  };

  it("accepts an answer at the tolerance and not beyond", () => {
    expect(gradeNumber(10.1 - 1e-12, rule)).toEqual({ kind: "right", message: "Yes." });
    expect(gradeNumber(10.11, rule)).toEqual({ kind: "wrong", message: "10.11 is not it; try the hint." });
  });

  it("explains a known mistake", () => {
    expect(gradeNumber(20, rule)).toEqual({ kind: "wrong", message: "Twice too much." });
  });

  it("tells an empty stub from a wrong answer", () => {
    for (const blank of [null, undefined, NaN]) expect(gradeNumber(blank, rule)).toEqual({ kind: "blank" });
    expect(gradeNumber("10", rule)).toEqual({ kind: "wrong", message: "Expected a number, got string." });
  });
});

describe("gradeFunction(answer, rule)", () => {
  const rule = {
    expected: (x: number) => 2 * x,
    cases: [[1], [3]] as [number][],
    tolerance: 1e-9,
    right: "Yes.",
    mistakes: [{ like: (x: number) => x, because: "Doubled, please." }],
  };

  it("compares on every case", () => {
    expect(gradeFunction((x: number) => x + x, rule)).toEqual({ kind: "right", message: "Yes." });
    // right for 1, wrong for 3: 3 + 1 = 4, not 6
    expect(gradeFunction((x: number) => x + 1, rule)).toEqual({
      kind: "wrong",
      message: "For (3) it gives 4; try the hint.",
    });
    expect(gradeFunction((x: number) => x, rule)).toEqual({ kind: "wrong", message: "Doubled, please." });
  });

  it("tells an empty stub from a function that answers sometimes", () => {
    expect(gradeFunction(() => null, rule)).toEqual({ kind: "blank" });
    expect(gradeFunction(null, rule)).toEqual({ kind: "blank" });
    expect(gradeFunction((x: number) => (x === 1 ? 2 : undefined), rule).kind).toBe("wrong");
    expect(gradeFunction(3, rule)).toEqual({ kind: "wrong", message: "Expected a function, got number." });
  });
});
