import { type TrainingConfig } from "./config";
import { createStep } from "./createStep";
import { createFastestStep, type ChosenStep } from "./fastestStep";
import { trainingDataOf, type PlainData } from "./plainData";
import { type TrainingData } from "./trainingData";
import { type TrainStep } from "../steps/trainStep";

/** A step with its first weights and the data it learns from: what `train` is given. The caller disposes the step. */
export interface PreparedRun {
  readonly step: TrainStep;
  readonly data: TrainingData;
}

/** Makes the reference step for data that were read for this config. Needs a started backend. */
export function prepareRun(config: TrainingConfig, samples: PlainData): PreparedRun {
  return { step: createStep(config, samples), data: trainingDataOf(samples) };
}

/** The same with the fastest step, for a run that nobody compares bit by bit; `log` is told when that is the graph. */
export function prepareFastRun(
  config: TrainingConfig,
  samples: PlainData,
  log: (line: string) => void,
): PreparedRun & ChosenStep {
  return { ...createFastestStep(config, samples, log), data: trainingDataOf(samples) };
}
