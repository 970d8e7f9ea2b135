import type { Exercise, Lesson, Question } from "./lesson";
import { batchAndEpochs } from "./pages/batchAndEpochs";
import { dataStatistics } from "./pages/dataStatistics";
import { betterThanChance } from "./pages/betterThanChance";
import { didItWork } from "./pages/didItWork";
import { doctorForYourModel } from "./pages/doctorForYourModel";
import { easyHunt } from "./pages/easyHunt";
import { forTeachers } from "./pages/forTeachers";
import { fixDebugOutput } from "./pages/fixDebugOutput";
import { fixLearningRate } from "./pages/fixLearningRate";
import { fixLoss } from "./pages/fixLoss";
import { fusion } from "./pages/fusion";
import { hardHunt } from "./pages/hardHunt";
import { initialisation } from "./pages/initialisation";
import { logAlone } from "./pages/logAlone";
import { normalisation } from "./pages/normalisation";
import { pooling } from "./pages/pooling";
import { readingACollapse } from "./pages/readingACollapse";
import { planAPlanB } from "./pages/planAPlanB";
import { startHere } from "./pages/startHere";
import { theCure } from "./pages/theCure";
import { theLabels } from "./pages/theLabels";
import { theModel } from "./pages/theModel";
import { theSickRun } from "./pages/theSickRun";
import { trainingStrategy } from "./pages/trainingStrategy";
import { whichFix } from "./pages/whichFix";
import { yourOwnRun } from "./pages/yourOwnRun";

/** Every notebook's questions and exercises; their order is that of `PARTS`. A new notebook adds its entry here. */
export const LESSONS: readonly Lesson[] = [
  startHere,
  theModel,
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
  theCure,
  logAlone,
  yourOwnRun,
  doctorForYourModel,
  betterThanChance,
  easyHunt,
  hardHunt,
  forTeachers,
  whichFix,
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
