import { basename } from "node:path";
import { readNotebook } from "../jupyter/nbformat/readNotebook";
import { allNotebooks } from "../jupyter/runner/findNotebooks";
import { LESSONS } from "../lessons/lessons";
import { byParts } from "../lessons/parts";

/** What a part of the collection asks of a class. */
export interface CourseRow {
  readonly part: string;
  readonly pages: number;
  readonly guesses: number;
  readonly exercises: number;
  /** An estimate, not timed with a class: reading, guesses, exercises and the runs. */
  readonly minutes: number;
}

/** Words of text a student reads in a minute, figures and code beside them; minutes for a guess and an exercise. */
const PACE = { words: 100, guess: 1, exercise: 5 } as const;

/** The parts that students work through, in reading order, with the time each takes in class. */
export function coursePlan(notebooks: readonly string[] = allNotebooks()): CourseRow[] {
  const pages = notebooks.map((path) => ({ name: basename(path, ".ipynb"), path }));
  return byParts(pages).flatMap(({ part, things }) => {
    if (part === undefined || part.forTeachers === true) return [];
    const rows = things.map(pageRow);
    const sum = (of: (row: PageRow) => number): number => rows.reduce((total, row) => total + of(row), 0);
    const [guesses, exercises] = [sum((row) => row.guesses), sum((row) => row.exercises)];
    const busy = sum(({ words }) => words) / PACE.words + PACE.guess * guesses + PACE.exercise * exercises;
    const minutes = Math.round(busy + sum((row) => row.minutes));
    return [{ part: part.title, pages: rows.length, guesses, exercises, minutes }];
  });
}

type PageRow = Record<"words" | "guesses" | "exercises" | "minutes", number>;

function pageRow({ name, path }: { readonly name: string; readonly path: string }): PageRow {
  const lesson = LESSONS.find(({ notebook }) => notebook === name);
  const texts = readNotebook(path).cells.filter((cell) => cell.cell_type === "markdown");
  return {
    words: texts.reduce((sum, { source }) => sum + source.split(/\s+/).filter(Boolean).length, 0),
    guesses: Object.keys(lesson?.questions ?? {}).length,
    exercises: Object.keys(lesson?.exercises ?? {}).length,
    minutes: lesson?.minutes ?? 0,
  };
}
