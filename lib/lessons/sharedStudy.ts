import { currentStudy, type StudyResults } from "../experiments/studyFile";
import { firstRunOf, makeStudy } from "../experiments/studyRuns";
import { type StudyName } from "../experiments/studies";
import { type Speed } from "../training/config";
import { baselineErrors } from "./runFigures";
import { withRunLine } from "./runLine";
import { settings } from "./settings";

/** At the true size a study would take weeks: it shows what the laptop made. */
const STUDY_SPEED = { fast: "fast", laptop: "laptop", full: "laptop" } as const satisfies Record<
  Speed,
  Speed
>;

/**
 * A study at the session's speed, in the towns that it names whatever the session's data seed: the kept one of this
 * code, else its runs are made here, with a line that says how far it is; Stop keeps the runs that are finished.
 */
export async function sharedStudy(name: StudyName): Promise<StudyResults> {
  const { speed: asked, swapLabels } = settings();
  const speed = STUDY_SPEED[asked];
  const kept = swapLabels ? undefined : currentStudy(name, speed);
  return kept ?? withRunLine((onDone) => makeStudy(name, { speed, swapLabels, onDone }));
}

/** What the errors of a study of one label set have to be compared with, metres: predictors that need no model. */
export async function studyBaselines(name: "sets" | "sets-wrong"): Promise<Record<string, number>> {
  const { speed, swapLabels } = settings();
  const first = await firstRunOf(name, { speed: STUDY_SPEED[speed], swapLabels });
  return baselineErrors([first], first.config.labels);
}
