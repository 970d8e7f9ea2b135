import { type TrainingConfig } from "./config";
import { createStep } from "./createStep";
import { createFastestStep, type ChosenStep } from "./fastestStep";
import { loadTrainingData, type DataRequest } from "./loadTrainingData";
import { trainingDataOf } from "./plainData";
import { type TrainingData } from "./trainingData";
import { type TrainStep } from "../steps/trainStep";

/** A step with its first weights and the data it learns from: what `train` is given. The caller disposes the step. */
export interface PreparedRun {
  readonly step: TrainStep;
  readonly data: TrainingData;
}

type Source = Omit<DataRequest, keyof TrainingConfig>;

/** Reads the data a config asks for and makes the reference step. Needs a started backend. */
export async function prepareRun(config: TrainingConfig, source: Source): Promise<PreparedRun> {
  const data = await loadTrainingData({ ...source, ...config });
  return { step: createStep(config, data), data: trainingDataOf(data) };
}

/** The same with the fastest step, for a run that nobody compares bit by bit; `log` is told when that is the graph. */
export async function prepareFastRun(
  config: TrainingConfig,
  source: Source & { readonly log: (line: string) => void },
): Promise<PreparedRun & ChosenStep> {
  const data = await loadTrainingData({ ...source, ...config });
  return { ...createFastestStep(config, data, source.log), data: trainingDataOf(data) };
}
