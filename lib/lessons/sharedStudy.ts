import { currentStudy, type StudyResults } from "../experiments/studyFile";
import { firstRunOf, makeStudy } from "../experiments/studyRuns";
import { type StudyName } from "../experiments/studies";
import { baselineErrors } from "./runFigures";
import { withRunLine } from "./runLine";
import { settings } from "./settings";

/**
 * A study in the towns that it names, whatever the session's data seed: the kept one of this code at the session's
 * speed (at `full` that of `laptop`), else the kept one at `fast`, which says its seeds; else its runs are made here at
 * `fast`, with a line that says how far it is; Stop keeps the runs that are finished. At laptop speed they take an hour.
 */
export async function sharedStudy(name: StudyName): Promise<StudyResults> {
  const { speed, swapLabels } = settings();
  const kept = swapLabels
    ? undefined
    : (currentStudy(name, speed === "fast" ? "fast" : "laptop") ?? currentStudy(name, "fast"));
  return kept ?? withRunLine((onDone) => makeStudy(name, { speed: "fast", swapLabels, onDone }));
}

/** What the errors of a study of one label set have to be compared with, metres: predictors that need no model. */
export async function studyBaselines(name: "sets" | "sets-wrong"): Promise<Record<string, number>> {
  const { speed } = await sharedStudy(name);
  const first = await firstRunOf(name, { speed, swapLabels: settings().swapLabels });
  return baselineErrors([first], first.config.labels);
}
