import { describe, expect, it } from "vitest";
import { check, hint, solution } from "../../lib/lessons/exercise";
import { byNumber } from "../../lib/lessons/grading";
import { asReader } from "./reader";

const reader = asReader();
const last = (): string => reader.printed().at(-1) ?? "";
/** What `check` printed below the task. */
const verdict = (): string => last().replace(/^Exercise\. .*\n\n/, "");

describe("check(id, answer)", () => {
  it("says right, not right with the typical mistake, or not yet, and never throws on an answer", () => {
    check("l2-lower-bound", (m: number) => Math.sqrt(2) * m);
    expect(verdict()).toBe("Right. No set of errors can be closer than the diagonal one.");
    check("l2-lower-bound", (m: number) => 2 * m);
    expect(verdict()).toBe("Not right. That is the largest: all of the error along one axis.");
    check("l2-lower-bound", () => null);
    expect(last()).toContain("Not yet.");
    check("l2-lower-bound", () => {
      throw new Error("oops");
    });
    expect(verdict()).toBe("Not right. Your function threw: oops.");
  });

  it("begins with the task, its code without marks where no Markdown is drawn", () => {
    check("masked-mean", null);
    expect(last()).toMatch(/^Exercise\. A mean over all tokens .* have the mean real, .*\n\nNot yet\./);
  });

  it("throws on an exercise nobody set", () => {
    expect(() => check("no-such", 1)).toThrow("exercise: expected one of row-of-a-horizon");
  });
});

describe("an exercise of a teacher's own", () => {
  it("is checked, hinted at and solved like one of the collection", () => {
    const own = {
      task: "How many metres are 2 km?",
      uses: [2],
      hint: "A kilometre is a thousand metres.",
      solution: "const metres = 2000;",
      why: "Twice a thousand.",
      grade: byNumber({
        expected: 2000,
        tolerance: 0,
        right: "Yes.",
        mistakes: [{ value: 200, because: "A thousand, not a hundred." }],
      }),
    };
    check(own, null);
    expect(last()).toMatch(/^Exercise\. How many metres are 2 km\?\n\nNot yet\./);
    check(own, 200);
    expect(verdict()).toBe("Not right. A thousand, not a hundred.");
    check(own, 2000);
    expect(verdict()).toBe("Right. Yes.");
    hint(own);
    expect(last()).toContain("A kilometre is a thousand metres.");
    solution(own);
    expect(last()).toMatch(/const metres = 2000;[^]*Twice a thousand\./);
  });
});

describe("hint(id) and solution(id)", () => {
  it("show the hint, the code and why", () => {
    hint("smallest-mse");
    expect(last()).toContain("Hint\n\nSquares hurt most");
    solution("smallest-mse");
    expect(last()).toMatch(/^Solution\n\nconst mse: number \| null = 66\.77[^]*4458 m²/);
  });

  it("keep the stars of code where no Markdown is drawn, and drop those of emphasis", () => {
    solution("trainable-head");
    expect(last()).toContain("=> 9 * h * h + 96 * h + 90;");
    check("l2-lower-bound", () => null);
    expect(verdict()).toMatch(/^Not yet\. Replace the line marked ← your answer and/);
  });
});
