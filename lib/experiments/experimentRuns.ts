import { type DatasetSize } from "../dataset/generator/datasetSize";
import { ensureDataset } from "../dataset/generator/ensureDataset";
import { loadTrainingData, strideOf } from "../training/loadTrainingData";
import { type PlainData } from "../training/plainData";
import { trainingConfig, type LabelSet, type Speed, type TrainingConfig } from "../training/config";
import { EXPERIMENTS, LABEL_SETS, type Experiment, type ExperimentName } from "./experiments";
import { runJobs, type Job, type JobResult, type RunJobsOptions } from "./runJobs";

export interface ExperimentOptions extends RunJobsOptions {
  /** Default laptop: all of the data. fast: a tenth, two seeds. full: the incident's size. */
  readonly speed?: Speed;
  /** First of the seeds. Default 1. */
  readonly seed?: number;
  /** Default those of the experiment. */
  readonly labels?: readonly LabelSet[];
}

/** How many seeds a comparison rests on. */
export function seedsOf(speed: Speed, first = 1): number[] {
  return Array.from({ length: speed === "fast" ? 2 : 3 }, (_, i) => first + i);
}

/**
 * The runs of some experiments, on each label set with each seed, in that order. Those that were made before
 * are read; the others are made now, one thread each. Needs a started backend where features are not kept yet.
 */
export async function experimentRuns(
  names: readonly ExperimentName[],
  options: ExperimentOptions = {},
): Promise<JobResult[]> {
  const { speed = "laptop", seed } = options;
  const size = speed === "full" ? "incident" : "small";
  const jobs: Job[] = [];
  for (const name of names) {
    const { settings, labels = LABEL_SETS, stride = 1 }: Experiment = EXPERIMENTS[name];
    const apart = Math.max(stride, strideOf(speed));
    for (const labelSet of options.labels ?? labels) {
      for (const one of seedsOf(speed, seed)) {
        const config = trainingConfig({ ...settings, speed, labels: labelSet, seed: one });
        jobs.push({ name, config, data: await sharedData(config, size, apart) });
      }
    }
  }
  return runJobs(jobs, options);
}

const loaded = new Map<string, Promise<PlainData>>();

/** The data of a run, read once in a process however many runs share it. */
function sharedData(config: TrainingConfig, size: DatasetSize, stride: number): Promise<PlainData> {
  const { labels, promptState, backbone, hidden, pooling, freezeBackbone, frozenDropout } = config;
  const request = { labels, promptState, backbone, hidden, pooling, freezeBackbone, frozenDropout, stride };
  const key = JSON.stringify([size, request]);
  const known = loaded.get(key);
  if (known !== undefined) return known;
  const data = ensureDataset({ size }).then((folder) => loadTrainingData({ folder, ...request }));
  loaded.set(key, data);
  data.catch(() => loaded.delete(key)); // a failure is not remembered
  return data;
}
