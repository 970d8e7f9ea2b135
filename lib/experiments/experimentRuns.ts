import { ensureDataset } from "../simulator/ensureDataset";
import { readNoiseFloor } from "../simulator/noiseFloor";
import { loadTrainingData, strideOf, type DataRequest } from "../training/loadTrainingData";
import { type Town } from "../training/dataParts";
import { readMoments, type LabelledMoments } from "../training/labelledScenes";
import { type PlainData } from "../training/plainData";
import { trainingConfig, type LabelSet, type Speed, type TrainingConfig } from "../training/config";
import { EXPERIMENTS, keepsCloseUp, LABEL_SETS, type Experiment, type ExperimentName } from "./experiments";
import { runJobs, type Job, type JobResult, type RunJobsOptions } from "./runJobs";

export interface ExperimentOptions extends RunJobsOptions {
  /** Default laptop: all of the data. fast: a tenth, two seeds. full: the incident's size. */
  readonly speed?: Speed;
  /** First of the seeds. Default 1. */
  readonly seed?: number;
  /** How many seeds. Default as many as the speed has. */
  readonly seeds?: number;
  /** Default those of the experiment. */
  readonly labels?: readonly LabelSet[];
  /** The two label sets change places: whatever is claimed of either must then fail. Default false. */
  readonly swapLabels?: boolean;
  /** Told how far the pictures and features are that nobody has read before. */
  readonly onProgress?: DataRequest["onProgress"];
}

/** How many seeds a comparison rests on: 2 at fast, else `count`. */
export function seedsOf(speed: Speed, first = 1, count = 3): number[] {
  return Array.from({ length: speed === "fast" ? 2 : count }, (_, i) => first + i);
}

/**
 * The runs of some experiments, on each label set with each seed, in that order. Those that were made before
 * are read; the others are made now, one thread each. Needs a started backend where features are not kept yet.
 */
export async function experimentRuns(
  names: readonly ExperimentName[],
  options: ExperimentOptions = {},
): Promise<JobResult[]> {
  const { speed = "laptop", seed, seeds } = options;
  const folder = await ensureDataset({ size: speed === "full" ? "incident" : "small" });
  const jobs: Job[] = [];
  for (const name of names) {
    const experiment: Experiment = EXPERIMENTS[name];
    const { settings, labels = LABEL_SETS, stride = 1, cost = 1 } = experiment;
    const towns = await otherTowns(experiment);
    const apart = Math.max(stride, strideOf(speed));
    for (const labelSet of options.labels ?? labels) {
      for (const one of seedsOf(speed, seed, experiment.seeds).slice(0, seeds)) {
        const config = trainingConfig({ ...settings, speed, labels: labelSet, seed: one });
        const data = (): Promise<PlainData> =>
          sharedData(config, folder, { ...options, ...towns, stride: apart });
        jobs.push({ name, config, data, cost, closeUp: keepsCloseUp(name), ...floorOf(config, folder) });
      }
    }
  }
  return runJobs(jobs, options);
}

/** The other towns that an experiment learns from and reports on, made first where they are missing. */
async function otherTowns({
  moreTowns,
  reportTowns,
}: Experiment): Promise<Pick<DataRequest, "more" | "report">> {
  return {
    ...(moreTowns === undefined ? {} : { more: await sparseTowns(moreTowns) }),
    ...(reportTowns === undefined ? {} : { report: await sparseTowns(reportTowns) }),
  };
}

/** Sparse towns of these data seeds, made first where they are missing. */
export async function sparseTowns(seeds: readonly number[]): Promise<Town[]> {
  const towns: Town[] = [];
  for (const seed of seeds) {
    towns.push({ name: `town ${seed}`, folder: await ensureDataset({ size: "sparse", seed }) });
  }
  return towns;
}

/** What the generator measured for the real future; of wrong labels nobody knows. */
function floorOf({ labels, promptState }: TrainingConfig, folder: string): Pick<Job, "noiseFloor"> {
  return labels === "ego-pose" ? { noiseFloor: readNoiseFloor(folder)[promptState].floor.ade } : {};
}

const OTHER = { "ego-pose": "first-car", "first-car": "ego-pose" } as const;

const loaded = new Map<string, Promise<PlainData>>();
const moments = new Map<string, LabelledMoments>();

function sharedMoments(folder: string): LabelledMoments {
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
  const { promptState, promptNumbers, backbone, hidden, pooling, freezeBackbone, frozenDropout } = config;
  const labels = swapLabels ? OTHER[config.labels] : config.labels;
  const request = {
    ...{
      labels,
      promptState,
      promptNumbers,
      backbone,
      hidden,
      pooling,
      freezeBackbone,
      frozenDropout,
      stride,
    },
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
