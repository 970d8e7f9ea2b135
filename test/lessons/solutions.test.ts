import { describe, expect, it } from "vitest";
import type { Verdict } from "../../lib/lessons/grading";
import { exerciseOf } from "../../lib/lessons/lessons";
import { EXERCISE_CELLS, runExerciseCell, solved } from "./exerciseCells";

/** The verdict an exercise cell reaches. */
function verdictOf(source: string): Verdict["kind"] | undefined {
  let verdict: Verdict | undefined;
  runExerciseCell(source, (id, answer) => void (verdict = exerciseOf(id).grade(answer)));
  return verdict?.kind;
}

describe.each(EXERCISE_CELLS)("the exercise $id of $name", ({ source, id }) => {
  it("reads as not yet while its stub is untouched", () => {
    expect(verdictOf(source)).toBe("blank");
  });

  it("is right when the marked line gives way to the solution", () => {
    expect(solved(source, id)).not.toBe(source);
    expect(verdictOf(solved(source, id))).toBe("right");
  });
});
