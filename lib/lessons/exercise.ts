import { displayMarkdown } from "../display/displayMarkdown";
import type { Verdict } from "./grading";
import { type Exercise } from "./lesson";
import { exerciseOf } from "./lessons";
import { taskText } from "./taskText";

/** An exercise of a lesson by its id, or one that a teacher wrote in a cell. */
const given = (exercise: string | Exercise): Exercise =>
  typeof exercise === "string" ? exerciseOf(exercise) : exercise;

/**
 * Shows the task of an exercise (its id, or one of your own) and below it the judgement of an answer; a typical mistake
 * is named. Never throws on an answer, so an untouched stub does not stop a run: it reads "Not yet".
 */
export function check(one: string | Exercise, answer: unknown): void {
  const exercise = given(one);
  displayMarkdown(`${taskText(exercise)}\n\n${verdictText(exercise.grade(answer))}`);
}

/** Shows an exercise's hint, folded. */
export function hint(one: string | Exercise): void {
  displayMarkdown(folded("Hint", given(one).hint));
}

/** Shows an exercise's solution, folded: the line to put in the stub's place, and why it is right. */
export function solution(one: string | Exercise): void {
  const { solution: code, why } = given(one);
  displayMarkdown(folded("Solution", `\`\`\`ts\n${code}\n\`\`\`\n\n${why}`));
}

function verdictText(verdict: Verdict): string {
  switch (verdict.kind) {
    case "right":
      return `**Right.** ${verdict.message}`;
    case "wrong":
      return `**Not right.** ${verdict.message}`;
    case "blank":
      return "**Not yet.** Replace the line marked `← your answer` and run the cell again.";
    default:
      return verdict satisfies never;
  }
}

/** Markdown under a heading that opens on a click; the blank lines let the inner Markdown be drawn. */
function folded(heading: string, markdown: string): string {
  return `<details><summary>${heading}</summary>\n\n${markdown}\n\n</details>`;
}
