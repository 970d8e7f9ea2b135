import { type Exercise } from "./lesson";
import { LESSONS } from "./lessons";

/** An exercise's task as `check` and the book show it, in Markdown. */
export const taskText = ({ task }: Pick<Exercise, "task">): string => `**Exercise.** ${task}`;

const EXERCISES = new Map(LESSONS.flatMap(({ exercises }) => Object.entries(exercises)));

/** The tasks of the exercises that a cell checks, by its own calls of `check`; an id nobody set has none. */
export function tasksIn(source: string): string[] {
  const ids = [...source.matchAll(/^lessons\.check\(\s*"([^"]+)"/gm)].map(([, id = ""]) => id);
  return ids.flatMap((id) => EXERCISES.get(id) ?? []).map(taskText);
}
