import { initialise } from "../model/initialise";
import { teacherParameters } from "../model/teacher";
import { type TrainingConfig } from "./config";
import { createHeadStep } from "./headStep";
import { type PlainData } from "./plainData";
import { fineTunedModel } from "../steps/stepModel";
import { createTensorStep } from "../steps/tensorStep";
import { type TrainStep } from "../steps/trainStep";

/**
 * The step of a run with its first weights: head alone, or head and backbone when that is trained too, which needs
 * a started backend. The caller disposes it. `threads` is the head step's.
 */
export function createStep(
  config: TrainingConfig,
  { fineTuning }: Pick<PlainData, "fineTuning">,
  threads?: number,
): TrainStep {
  if (config.freezeBackbone) return createHeadStep(config, threads);
  if (fineTuning === undefined) {
    throw new Error(
      "fine-tuning: expected data with scenes, got features; load it with freezeBackbone false too",
    );
  }
  const head = initialise(teacherParameters(config), config.initialisation, config.seed, config.startScale);
  return createTensorStep(fineTunedModel(config, fineTuning.scenes, fineTuning.numbers), config, {
    ...head,
    ...fineTuning.weights,
  });
}
