import type { Exercise, Lesson, Question } from "./lesson";
import { batchAndEpochs } from "./lessons/batchAndEpochs";
import { dataStatistics } from "./lessons/dataStatistics";
import { didItWork } from "./lessons/didItWork";
import { fixDebugOutput } from "./lessons/fixDebugOutput";
import { fixLearningRate } from "./lessons/fixLearningRate";
import { fixLoss } from "./lessons/fixLoss";
import { fusion } from "./lessons/fusion";
import { initialisation } from "./lessons/initialisation";
import { normalisation } from "./lessons/normalisation";
import { pooling } from "./lessons/pooling";
import { readingACollapse } from "./lessons/readingACollapse";
import { planAPlanB } from "./lessons/planAPlanB";
import { startHere } from "./lessons/startHere";
import { theLabels } from "./lessons/theLabels";
import { theSickRun } from "./lessons/theSickRun";
import { trainingStrategy } from "./lessons/trainingStrategy";

/** Every notebook's questions and exercises, in reading order. A new notebook adds its entry here. */
export const LESSONS: readonly Lesson[] = [
  startHere,
  theSickRun,
  readingACollapse,
  fusion,
  initialisation,
  pooling,
  fixLoss,
  fixLearningRate,
  trainingStrategy,
  fixDebugOutput,
  planAPlanB,
  didItWork,
  dataStatistics,
  normalisation,
  batchAndEpochs,
  theLabels,
];

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
  return entryOf(
    "question",
    id,
    LESSONS.flatMap((lesson) => Object.entries(lesson.questions)),
  );
}

/** The exercise with this id, from whichever notebook. */
export function exerciseOf(id: string): Exercise {
  return entryOf(
    "exercise",
    id,
    LESSONS.flatMap((lesson) => Object.entries(lesson.exercises)),
  );
}

function entryOf<T>(what: string, id: string, entries: readonly (readonly [string, T])[]): T {
  return (
    new Map(entries).get(id) ??
    unknown(
      what,
      id,
      entries.map(([name]) => name),
    )
  );
}

function unknown(what: string, id: string, known: readonly string[]): never {
  throw new Error(`${what}: expected one of ${known.join(", ")}, got "${id}"; check its spelling`);
}
