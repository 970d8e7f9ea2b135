import { ensureDataset } from "../simulator/ensureDataset";
import { readNoiseFloor } from "../simulator/noiseFloor";
import { loadTrainingData, strideOf, type DataRequest } from "../training/loadTrainingData";
import { type Town } from "../training/dataParts";
import { readMoments, type LabelledMoments } from "../training/labelledScenes";
import { type PlainData } from "../training/plainData";
import { trainingConfig, type LabelSet, type Speed, type TrainingConfig } from "../training/config";
import { dataIdentity, type DataChoice } from "./dataIdentity";
import {
  EXPERIMENTS,
  keepsCloseUp,
  keepsDetail,
  LABEL_SETS,
  type Experiment,
  type ExperimentName,
} from "./experiments";
import { onceEach } from "./onceEach";
import { recordedRuns, type RecordedRuns } from "./records/recordedRuns";
import { sizeAt } from "./sizeAt";
import { runJobs, type Job, type JobResult, type RunJobsOptions } from "./runJobs";

export interface ExperimentOptions extends RunJobsOptions {
  /** Default laptop: all of the data. fast: a tenth, two seeds. full: the incident's size, three. */
  readonly speed?: Speed;
  /** First of the seeds. Default 1. */
  readonly seed?: number;
  /** How many seeds. Default as many as the speed has. */
  readonly seeds?: number;
  /** Default those of the experiment. */
  readonly labels?: readonly LabelSet[];
  /** The two label sets change places: whatever is claimed of either must then fail. Default false. */
  readonly swapLabels?: boolean;
  /** What is on record; "none": all runs are made here. Default data/results. */
  readonly records?: RecordedRuns | "none";
  /** Told how far the pictures and features are that nobody has read before. */
  readonly onProgress?: DataRequest["onProgress"];
}

/** How many seeds a comparison rests on; fine-tuned runs take fifty times as long. */
const SEEDS = { fast: 2, laptop: 10, full: 3 } as const satisfies Record<Speed, number>;

/** An experiment's seeds at a speed. */
export function seedsOf(speed: Speed, { seeds }: Pick<Experiment, "seeds"> = {}, first = 1): number[] {
  const count = speed === "laptop" ? (seeds ?? SEEDS.laptop) : SEEDS[speed];
  return Array.from({ length: count }, (_, i) => first + i);
}

/**
 * The runs of some experiments, on each label set with each seed, in that order. Those on record (`records`) or made
 * here before are read; the others are made now, one thread each. Data are made and read only for those. Needs a
 * started backend where features are not kept yet.
 */
export async function experimentRuns(
  names: readonly ExperimentName[],
  options: ExperimentOptions = {},
): Promise<JobResult[]> {
  const { speed = "laptop" } = options;
  const { records = recordedRuns(speed) } = options;
  const recorded = records === "none" ? {} : { recorded: records.of };
  return withFloors(await runJobs(experimentJobs(names, options), { ...recorded, ...options }), speed);
}

/** The jobs behind `experimentRuns`: nothing is read until one is made. */
export function experimentJobs(names: readonly ExperimentName[], options: ExperimentOptions = {}): Job[] {
  const { speed = "laptop", seed, seeds } = options;
  const identify = onceEach(dataIdentity);
  return names.flatMap((name) => {
    const experiment: Experiment = EXPERIMENTS[name];
    const { settings, labels = LABEL_SETS, cost = 1 } = experiment;
    const choice = choiceOf(experiment, options);
    const identity = identify(choice);
    return (options.labels ?? labels).flatMap((labelSet) =>
      seedsOf(speed, experiment, seed)
        .slice(0, seeds)
        .map((one, place): Job => {
          const config = trainingConfig({ ...settings, speed, labels: labelSet, seed: one });
          const detailed = keepsDetail(name, place, speed);
          return {
            ...{ name, config, cost, identity, detailed, closeUp: keepsCloseUp(name, place) },
            data: () => chosenData(config, choice, options),
          };
        }),
    );
  });
}

/** The samples that an experiment sees at a speed; at fast, one other town stands for all. */
function choiceOf(
  { stride = 1, moreTowns, reportTowns }: Experiment,
  { speed = "laptop", swapLabels = false }: ExperimentOptions,
): DataChoice {
  const some = (towns: readonly number[]): readonly number[] =>
    speed === "fast" ? towns.slice(0, 1) : towns;
  return {
    ...{ size: sizeAt(speed), stride: Math.max(stride, strideOf(speed)), swapLabels },
    ...(moreTowns === undefined ? {} : { moreTowns: some(moreTowns) }),
    ...(reportTowns === undefined ? {} : { reportTowns: some(reportTowns) }),
  };
}

/** Reads the chosen samples; towns that are missing are made first. */
export async function chosenData(
  config: TrainingConfig,
  { size, seed, stride, swapLabels, moreTowns, reportTowns }: DataChoice,
  { onProgress }: Pick<ExperimentOptions, "onProgress"> = {},
): Promise<PlainData> {
  const folder = await ensureDataset({ size, ...(seed === undefined ? {} : { seed }) });
  return sharedData(config, folder, {
    ...{ stride, swapLabels },
    ...(moreTowns === undefined ? {} : { more: await sparseTowns(moreTowns) }),
    ...(reportTowns === undefined ? {} : { report: await sparseTowns(reportTowns) }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
}

/** Sparse towns of these data seeds, made first where they are missing. */
export async function sparseTowns(seeds: readonly number[]): Promise<Town[]> {
  const towns: Town[] = [];
  for (const seed of seeds) {
    towns.push({ name: `town ${seed}`, folder: await ensureDataset({ size: "sparse", seed }) });
  }
  return towns;
}

/** Adds what the generator measured for the real future, where no record told it; of wrong labels nobody knows. */
async function withFloors(results: readonly JobResult[], speed: Speed): Promise<JobResult[]> {
  const lacking = results.some(
    ({ config, noiseFloor }) => config.labels === "ego-pose" && noiseFloor === undefined,
  );
  if (!lacking) return [...results];
  const floors = readNoiseFloor(await ensureDataset({ size: sizeAt(speed) }));
  return results.map((result) => {
    const { labels, promptState } = result.config;
    return labels === "ego-pose" ? { ...result, noiseFloor: floors[promptState].floor.ade } : result;
  });
}

/** The label set that takes a set's place when the two are swapped. */
export const OTHER_LABELS = { "ego-pose": "first-car", "first-car": "ego-pose" } as const;

const loaded = new Map<string, Promise<PlainData>>();
const moments = new Map<string, LabelledMoments>();

/** A folder's moments, read once in a process, as `sharedData` does. Errors: those of `readMoments`. */
export function sharedMoments(folder: string): LabelledMoments {
  const labelled = moments.get(folder) ?? readMoments(folder);
  moments.set(folder, labelled);
  return labelled;
}

/** Which samples of a data set are taken, and under whose labels. */
export interface SharedDataOptions extends Pick<ExperimentOptions, "swapLabels" | "onProgress"> {
  /** Takes every `stride`th sample. Default 1. */
  readonly stride?: number;
  readonly more?: readonly Town[];
  readonly report?: readonly Town[];
}

/**
 * The data a run trains on, read once in a process however many runs share it: a data set that changes meanwhile is
 * seen after a restart.
 */
export function sharedData(
  config: TrainingConfig,
  folder: string,
  { stride = 1, swapLabels = false, onProgress = () => undefined, more, report }: SharedDataOptions = {},
): Promise<PlainData> {
  const { promptState, promptNumbers, backbone, hidden, pooling, freezeBackbone, frozenDropout, wrongShare } =
    config;
  const labels = swapLabels ? OTHER_LABELS[config.labels] : config.labels;
  const request = {
    ...{ labels, wrongShare, promptState, promptNumbers, stride },
    ...{ backbone, hidden, pooling, freezeBackbone, frozenDropout },
    ...(more === undefined ? {} : { more }),
    ...(report === undefined ? {} : { report }),
  };
  const key = JSON.stringify([folder, request]);
  const known = loaded.get(key);
  if (known !== undefined) return known;
  const data = loadTrainingData({ folder, read: sharedMoments, onProgress, ...request });
  loaded.set(key, data);
  data.catch(() => loaded.delete(key)); // a failure is not remembered
  return data;
}
