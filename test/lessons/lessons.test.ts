import { describe, expect, it } from "vitest";
import { exerciseOf, LESSONS, lessonOf, questionOf } from "../../lib/lessons/lessons";

const questions = LESSONS.flatMap((lesson) => Object.entries(lesson.questions));
const exercises = LESSONS.flatMap((lesson) => Object.entries(lesson.exercises));

describe("the lessons", () => {
  it("use every id once in the whole collection", () => {
    const ids = [...questions, ...exercises].map(([id]) => id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  it("give every question two to four choices, lettered from A", () => {
    for (const [id, { choices }] of questions) {
      const letters = Object.keys(choices).join("");
      expect(["AB", "ABC", "ABCD"], id).toContain(letters);
    }
  });

  it("grade an empty stub as blank and nonsense as wrong", () => {
    for (const [id, { grade }] of exercises) {
      expect(grade(null).kind, id).toBe("blank");
      expect(grade("nonsense").kind, id).toBe("wrong");
    }
  });

  it("are found by name, and an unknown name lists the known ones", () => {
    expect(lessonOf("01-the-sick-run").notebook).toBe("01-the-sick-run");
    expect(questionOf("best-baseline").choices).toHaveProperty("C");
    expect(exerciseOf("smallest-mse").hint).not.toBe("");
    expect(() => lessonOf("99-nothing")).toThrow(
      "notebook: expected one of 00-start-here, 18-the-model-and-what-it-sees",
    );
    expect(() => questionOf("toString")).toThrow("question: expected one of");
  });
});
