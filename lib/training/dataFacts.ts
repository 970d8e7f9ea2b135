import { meanTrajectory, zeros } from "../geometry/baselines";
import { TIME_STEPS, type Trajectory } from "../geometry/trajectory";
import { normalise, type Normaliser } from "../dataset/normaliser";
import { at } from "../math/at";
import { median, std } from "../math/statistics";
import { constantMotionErrors } from "./constantMotion";
import { axisRanges, coordinates, errorFacts } from "./judge";
import { lossScales, nearRows, type WantedSet } from "./lossScale";
import { type Baselines, type DataFacts } from "./run";
import { type TrainingConfig } from "./config";
import { encodeTargets, type TargetCode } from "./targetCode";
import { type SampleSet, type TrainingData } from "./trainingData";

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
  code: TargetCode,
): Baselines {
  const mean = meanTrajectory(train.targets);
  const middle = medianTrajectory(train.targets);
  const constant = (guess: Trajectory) =>
    errorFacts(
      validation.targets.map(() => guess),
      validation,
    );
  const wantedOf = (set: SampleSet): WantedSet => ({
    wanted: encodeTargets(code, set),
    near: nearRows(set),
  });
  const losses = lossScales(config, {
    train: wantedOf(train),
    validation: wantedOf(validation),
    zero: normalise(code.normaliser, zeros()).flat(),
  });
  return {
    zeros: constant(zeros()),
    meanTrajectory: constant(mean),
    medianTrajectory: constant(middle),
    ...constantMotionErrors(validation),
    losses,
    bestConstantLoss: losses.train.whole.bestConstant,
  };
}
