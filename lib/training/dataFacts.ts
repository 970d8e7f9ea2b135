import { constantVelocity, meanTrajectory, zeros } from "../geometry/baselines";
import { TIME_STEPS, type Trajectory } from "../geometry/trajectory";
import { normalise, type Normaliser } from "../dataset/normaliser";
import { at } from "../math/at";
import { median, std } from "../math/statistics";
import { axisRanges, coordinates, errorFacts } from "./judge";
import { meanLoss } from "../steps/plainLoss";
import { type Baselines, type DataFacts } from "./run";
import { type TrainingConfig } from "./config";
import { flatten, type TrainingData } from "./trainingData";

/** The median of the targets, coordinate by coordinate: the best constant under an absolute error. */
export function medianTrajectory(targets: readonly Trajectory[]): Trajectory {
  const of = (j: number, k: 0 | 1): number => median(targets.map((target) => at(target, j)[k]));
  return Array.from({ length: TIME_STEPS }, (_, j) => [of(j, 0), of(j, 1)] as const);
}

/** Counts, ranges and spread of the training targets. */
export function dataFacts(data: TrainingData, normaliser: Normaliser): DataFacts {
  const { targets } = data.train;
  return {
    name: data.name,
    hash: data.hash,
    trainSamples: targets.length,
    validationSamples: data.validation.targets.length,
    targetRange: axisRanges(targets),
    targetStd: { x: std(coordinates(targets, 0)), y: std(coordinates(targets, 1)) },
    normaliser,
  };
}

/** Errors of the predictors that need no model, and the loss of the better constant. */
export function baselines(
  { train, validation }: TrainingData,
  config: Pick<TrainingConfig, "loss" | "beta">,
  normaliser: Normaliser,
): Baselines {
  const mean = meanTrajectory(train.targets);
  const middle = medianTrajectory(train.targets);
  const constant = (guess: Trajectory) =>
    errorFacts(
      validation.targets.map(() => guess),
      validation.targets,
    );
  const moving = validation.targets.flatMap((target, i) => {
    const past = validation.lastPast[i];
    return past === undefined ? [] : [{ target, guess: constantVelocity(past) }];
  });
  const wanted = flatten(train.targets.map((target) => normalise(normaliser, target)));
  const lossOfConstant = (guess: Trajectory): number => {
    const row = normalise(normaliser, guess);
    return meanLoss(config, flatten(train.targets.map(() => row)), wanted);
  };
  return {
    zeros: constant(zeros()),
    meanTrajectory: constant(mean),
    medianTrajectory: constant(middle),
    ...(moving.length === 0
      ? {}
      : {
          constantVelocity: errorFacts(
            moving.map(({ guess }) => guess),
            moving.map(({ target }) => target),
          ),
        }),
    bestConstantLoss: Math.min(lossOfConstant(mean), lossOfConstant(middle)),
  };
}
