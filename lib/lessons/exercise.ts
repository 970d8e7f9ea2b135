import { displayMarkdown } from "../display/displayMarkdown";
import type { Verdict } from "./grading";
import { exerciseOf } from "./lessons";
import { taskText } from "./taskText";

/**
 * Shows an exercise's task and below it the judgement of an answer; a typical mistake is named. Never throws
 * on an answer, so an untouched stub does not stop a run: it reads "Not yet".
 */
export function check(id: string, answer: unknown): void {
  const exercise = exerciseOf(id);
  displayMarkdown(`${taskText(exercise)}\n\n${verdictText(exercise.grade(answer))}`);
}

/** Shows an exercise's hint, folded. */
export function hint(id: string): void {
  displayMarkdown(folded("Hint", exerciseOf(id).hint));
}

/** Shows an exercise's solution, folded: the line to put in the stub's place, and why it is right. */
export function solution(id: string): void {
  const { solution: code, why } = exerciseOf(id);
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
