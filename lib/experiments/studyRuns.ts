import { type DataRequest, strideOf } from "../training/loadTrainingData";
import { trainingConfig, type Speed } from "../training/config";
import { dataIdentity, type DataChoice } from "./dataIdentity";
import { chosenData } from "./experimentRuns";
import { onceEach } from "./onceEach";
import { recordedRuns } from "./records/recordedRuns";
import { at } from "../math/at";
import { runJobs, type Job, type JobResult, type RunJobsOptions } from "./runJobs";
import { numericCodeHash } from "./codeHash";
import { STUDIES, runsOfStudy, type Arm, type Study, type StudyName } from "./studies";
import { sizeAt } from "./sizeAt";
import { studyRow, type StudyResults, type StudyRow } from "./studyFile";

export interface StudyOptions extends RunJobsOptions {
  readonly speed?: Speed;
  /** Fewer seeds than the study has. */
  readonly seeds?: number;
  /** The two label sets change places, as in `ExperimentOptions`. Default false. */
  readonly swapLabels?: boolean;
  readonly onProgress?: DataRequest["onProgress"];
  /** Who reads the samples of a run. Default: the generated towns, made first where they are missing. */
  readonly read?: typeof chosenData;
}

/** At `fast` a study only shows that it runs. */
const FAST_SEEDS = 2;

/**
 * Makes the runs of a study that are neither on record nor kept yet, seed by seed and town by town, and keeps no more
 * of them in memory than one seed's. Stop and a new start go on from the runs that are finished. Needs a started
 * backend where pictures were not read before.
 */
export async function makeStudy(name: StudyName, options: StudyOptions = {}): Promise<StudyResults> {
  const { speed = "laptop" } = options;
  const rows = await studyRows(STUDIES[name], { recorded: recordedRuns(speed).of, ...options });
  return { format: 1, study: name, speed, code: numericCodeHash(), rows };
}

/**
 * The run of a study's first arm with its first seed in its first town, in full: it holds what no row keeps, the
 * errors without a model. Read or made as `makeStudy` does.
 */
export async function firstRunOf(name: StudyName, options: StudyOptions = {}): Promise<JobResult> {
  const { speed = "laptop" } = options;
  const { arms, towns }: Study = STUDIES[name];
  const job = jobOf(at(arms, 0), { ...options, identify: dataIdentity, speed, seed: 1, town: at(towns, 0) });
  return at(await runJobs([job], { recorded: recordedRuns(speed).of, ...options }), 0);
}

/** What is kept of every run of a study, town by town, seed by seed, in the order of its arms. Makes them as `makeStudy`. */
export async function studyRows(study: Study, options: StudyOptions = {}): Promise<StudyRow[]> {
  const { speed = "laptop" } = options;
  const seeds = Math.min(study.seeds, options.seeds ?? (speed === "fast" ? FAST_SEEDS : study.seeds));
  const onDone = overall(runsOfStudy({ ...study, seeds }), options.onDone);
  const identify = onceEach(dataIdentity);
  const rows: StudyRow[] = [];
  for (const town of study.towns) {
    for (let seed = 1; seed <= seeds; seed++) {
      const jobs = study.arms.map((arm) => jobOf(arm, { ...options, identify, speed, seed, town }));
      const made = await runJobs(jobs, { ...options, onDone });
      rows.push(...made.map(({ name: arm, run }) => studyRow(arm, town, run)));
    }
  }
  return rows;
}

interface JobOptions extends Pick<StudyOptions, "onProgress" | "swapLabels" | "read"> {
  readonly speed: Speed;
  readonly seed: number;
  readonly town: number;
  readonly identify: typeof dataIdentity;
}

function jobOf({ name, labels, settings, stride = 1, cost = 1 }: Arm, options: JobOptions): Job {
  const { speed, seed, town, identify, swapLabels = false, read = chosenData } = options;
  const config = trainingConfig({ ...settings, speed, labels, seed });
  const choice: DataChoice = {
    ...{ size: sizeAt(speed), seed: town },
    ...{ stride: Math.max(stride, strideOf(speed)), swapLabels },
  };
  return {
    name,
    config,
    cost,
    identity: identify(choice),
    data: () => read(config, choice, options),
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
