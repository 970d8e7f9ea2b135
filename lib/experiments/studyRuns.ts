import { type DataRequest, strideOf } from "../training/loadTrainingData";
import { trainingConfig, type Speed } from "../training/config";
import { dataIdentity, type DataChoice } from "./dataIdentity";
import { chosenData } from "./experimentRuns";
import { runJobs, type Job, type RunJobsOptions } from "./runJobs";
import { numericCodeHash } from "./codeHash";
import { STUDIES, runsOfStudy, type Arm, type Study, type StudyName } from "./studies";
import { studyRow, type StudyResults, type StudyRow } from "./studyFile";

export interface StudyOptions extends RunJobsOptions {
  readonly speed?: Speed;
  /** Fewer seeds than the study has. */
  readonly seeds?: number;
  readonly onProgress?: DataRequest["onProgress"];
}

/** At `fast` a study only shows that it runs. */
const FAST_SEEDS = 2;

/**
 * Makes the runs of a study that are not kept yet, seed by seed and town by town, and keeps no more of them in memory
 * than one seed's. Stop and a new start go on from the runs that are finished. Needs a started backend where pictures
 * were not read before.
 */
export async function makeStudy(name: StudyName, options: StudyOptions = {}): Promise<StudyResults> {
  const study: Study = STUDIES[name];
  const { speed = "laptop" } = options;
  const seeds = Math.min(study.seeds, options.seeds ?? (speed === "fast" ? FAST_SEEDS : study.seeds));
  const onDone = overall(runsOfStudy({ ...study, seeds }), options.onDone);
  const rows: StudyRow[] = [];
  for (const town of study.towns) {
    for (let seed = 1; seed <= seeds; seed++) {
      const jobs = study.arms.map((arm) => jobOf(arm, { ...options, speed, seed, town }));
      const made = await runJobs(jobs, { ...options, onDone });
      rows.push(...made.map(({ name: arm, run }) => studyRow(arm, town, run)));
    }
  }
  return { format: 1, study: name, speed, code: numericCodeHash(), rows };
}

interface JobOptions extends Pick<StudyOptions, "onProgress"> {
  readonly speed: Speed;
  readonly seed: number;
  readonly town: number;
}

function jobOf({ name, labels, settings, stride = 1, cost = 1 }: Arm, options: JobOptions): Job {
  const { speed, seed, town } = options;
  const config = trainingConfig({ ...settings, speed, labels, seed });
  const choice: DataChoice = {
    ...{ size: speed === "full" ? "incident" : "small", seed: town },
    ...{ stride: Math.max(stride, strideOf(speed)), swapLabels: false },
  };
  return {
    name,
    config,
    cost,
    identity: dataIdentity(choice),
    data: () => chosenData(config, choice, options),
  };
}

/** Progress over all blocks of a study, by what the runs made so far took. */
function overall(total: number, onDone: RunJobsOptions["onDone"]): NonNullable<RunJobsOptions["onDone"]> {
  const from = performance.now();
  let [done, made] = [0, 0];
  return (result, progress) => {
    done += 1;
    if (!result.kept) made += 1;
    const each = (performance.now() - from) / 1000 / made;
    onDone?.(result, {
      ...progress,
      done,
      total,
      secondsLeft: made === 0 ? undefined : each * (total - done),
    });
  };
}
