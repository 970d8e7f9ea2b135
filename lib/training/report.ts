import { constantMotionErrors } from "./constantMotion";
import { meanTrajectory } from "../geometry/baselines";
import { type Trajectory } from "../geometry/trajectory";
import { agreementByKind, axisAgreement, errorFacts } from "./judge";
import { type AxesAgreement, type Baselines, type ErrorFacts } from "./run";
import { type SampleKind } from "./sampleKinds";
import { decodeOutput, type TargetCode } from "./targetCode";
import { type SampleSet, type TrainingData } from "./trainingData";
import { type TrainStep } from "../steps/trainStep";

/** A finished run on samples that it was neither trained nor chosen by. */
export interface ReportFacts {
  readonly samples: number;
  readonly errors: ErrorFacts;
  /** Over all samples and steps, and the same for each kind of sample there is. */
  readonly x: AxesAgreement["x"];
  readonly y: AxesAgreement["y"];
  readonly byKind: Readonly<Partial<Record<SampleKind, AxesAgreement>>>;
  /** Predictors without a model on the same samples; the mean trajectory is the training set's. */
  readonly baselines: Pick<Baselines, "meanTrajectory" | "constantVelocity" | "constantTurn">;
}

/** Judges the step as it is on every set to be reported, by name; evaluation mode. */
export function reportFacts(
  step: TrainStep,
  { train, reported = {} }: TrainingData,
  code: TargetCode,
): Record<string, ReportFacts> {
  const constant = meanTrajectory(train.targets);
  return Object.fromEntries(
    Object.entries(reported).map(([name, set]) => {
      const output = step.predict(set.targets.length, set.input(set.targets.map((_, row) => row)));
      return [name, factsOf(decodeOutput(code, output, set), set, constant)];
    }),
  );
}

function factsOf(predicted: readonly Trajectory[], set: SampleSet, constant: Trajectory): ReportFacts {
  const { targets } = set;
  const constants = targets.map(() => constant);
  return {
    samples: targets.length,
    errors: errorFacts(predicted, set),
    x: axisAgreement(predicted, targets, 0),
    y: axisAgreement(predicted, targets, 1),
    byKind: agreementByKind(predicted, targets),
    baselines: { meanTrajectory: errorFacts(constants, set), ...constantMotionErrors(set) },
  };
}
