import { initialise } from "../model/initialise";
import { teacherParameters } from "../model/teacher";
import { type TrainingConfig } from "./config";
import { createDenseStep } from "../steps/dense/denseStep";
import { frozenModel } from "../steps/stepModel";
import { createTensorStep } from "../steps/tensorStep";
import { type TrainStep } from "../steps/trainStep";

/**
 * The step of a frozen-backbone run with its first weights: the fast one where it can do the job (AdamW), else
 * the readable one, which needs a started backend. The caller disposes it.
 */
export function createHeadStep(config: TrainingConfig, threads?: number): TrainStep {
  const weights = initialise(
    teacherParameters(config),
    config.initialisation,
    config.seed,
    config.startScale,
  );
  return config.optimizer === "adamw"
    ? createDenseStep(config, weights, threads === undefined ? {} : { threads })
    : createTensorStep(frozenModel(config), config, weights);
}
