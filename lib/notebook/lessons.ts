import type { Exercise, Lesson, Question } from "./lesson";
import { startHere } from "./lessons/startHere";
import { theSickRun } from "./lessons/theSickRun";

/** Every notebook's questions and exercises, in reading order. A new notebook adds its entry here. */
export const LESSONS: readonly Lesson[] = [startHere, theSickRun];

/** The lesson of a notebook, by file name without `.ipynb`. */
export function lessonOf(notebook: string): Lesson {
  return (
    LESSONS.find((lesson) => lesson.notebook === notebook) ??
    unknown(
      "notebook",
      notebook,
      LESSONS.map((lesson) => lesson.notebook),
    )
  );
}

/** The question with this id, from whichever notebook. */
export function questionOf(id: string): Question {
  const all = Object.assign({}, ...LESSONS.map((lesson) => lesson.questions)) as Record<string, Question>;
  return all[id] ?? unknown("question", id, Object.keys(all));
}

/** The exercise with this id, from whichever notebook. */
export function exerciseOf(id: string): Exercise {
  const all = Object.assign({}, ...LESSONS.map((lesson) => lesson.exercises)) as Record<string, Exercise>;
  return all[id] ?? unknown("exercise", id, Object.keys(all));
}

function unknown(what: string, id: string, known: readonly string[]): never {
  throw new Error(`${what}: expected one of ${known.join(", ")}, got "${id}"; check its spelling`);
}
