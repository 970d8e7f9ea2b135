import { type TrainingConfig } from "./config";
import { createStep } from "./createStep";
import { loadTrainingData, type DataRequest } from "./loadTrainingData";
import { trainingDataOf } from "./plainData";
import { type TrainingData } from "./trainingData";
import { type TrainStep } from "../steps/trainStep";

/** A step with its first weights and the data it learns from: what `train` is given. The caller disposes the step. */
export interface PreparedRun {
  readonly step: TrainStep;
  readonly data: TrainingData;
}

/** Reads the data a config asks for and makes the step. Needs a started backend. */
export async function prepareRun(
  config: TrainingConfig,
  source: Omit<DataRequest, keyof TrainingConfig>,
): Promise<PreparedRun> {
  const data = await loadTrainingData({ ...source, ...config });
  return { step: createStep(config, data), data: trainingDataOf(data) };
}
