import { denormalise, normalise, type Normaliser } from "../dataset/normaliser";
import { type Trajectory } from "../geometry/trajectory";
import { at } from "../math/at";
import { mean, std } from "../math/statistics";
import { type TrainingConfig } from "./config";
import { axisLines, debugLine, rangeLine } from "./debugLines";
import { axisAgreement, axisRanges, errorFacts } from "./judge";
import { meanLoss } from "./plainLoss";
import { type EpochRecord, type Run, type StartFacts } from "./run";
import { stageFacts } from "./stageFacts";
import { flatten, unflatten, type TrainingData } from "./trainingData";
import { type TrainStep } from "./trainStep";

/** What measuring needs at hand. */
export interface Measured {
  readonly step: TrainStep;
  readonly config: TrainingConfig;
  readonly data: TrainingData;
  readonly normaliser: Normaliser;
}

/** What an epoch summed up while it trained. */
export interface EpochSums {
  /** Σ loss × samples, and samples. */
  loss: number;
  samples: number;
  /** Σ gradient norms, updates, and how many of them were clipped. */
  norm: number;
  updates: number;
  clipped: number;
  /** One sample of the last micro-batch: its row, output in training mode, and the batch's loss. */
  last: { readonly row: number; readonly output: Float32Array; readonly loss: number };
}

interface Judgement {
  /** Metres. */
  readonly predicted: readonly Trajectory[];
  readonly targets: readonly Trajectory[];
  /** Normalised units, [N, 90]. */
  readonly output: Float32Array;
  readonly wanted: Float32Array;
}

/** The whole validation set, evaluation mode. */
function judge({ step, data, normaliser }: Measured): Judgement {
  const { targets, input } = data.validation;
  const output = step.predict(targets.length, input(targets.map((_, i) => i)));
  const predicted = unflatten(output).map((trajectory) => denormalise(normaliser, trajectory));
  const wanted = flatten(targets.map((target) => normalise(normaliser, target)));
  return { predicted, targets, output, wanted };
}

/** Output scale against target scale, loss and errors before the first update. */
export function startFacts(measured: Measured): StartFacts {
  const { predicted, targets, output, wanted } = judge(measured);
  return {
    outputMean: mean(output),
    outputStd: std(output),
    targetMean: mean(wanted),
    targetStd: std(wanted),
    loss: meanLoss(measured.config, output, wanted),
    validation: errorFacts(predicted, targets),
  };
}

/** One epoch's record; `headLearningRate` is the rate of its first update. */
export function epochRecord(
  measured: Measured,
  epoch: number,
  sums: EpochSums,
  headLearningRate: number,
): EpochRecord {
  const { config } = measured;
  const judgement = judge(measured);
  const { predicted, targets, output, wanted } = judgement;
  return {
    epoch,
    trainLoss: sums.loss / sums.samples,
    validationLoss: meanLoss(config, output, wanted),
    validation: errorFacts(predicted, targets),
    x: axisAgreement(predicted, targets, 0),
    y: axisAgreement(predicted, targets, 1),
    predictedRange: axisRanges(predicted),
    beyondBeta: mean(wanted.map((value, i) => (Math.abs(at(output, i) - value) > config.beta ? 1 : 0))),
    headLearningRate,
    meanGradientNorm: sums.norm / sums.updates,
    clippedShare: sums.clipped / sums.updates,
    lines: lines(measured, sums.last, predicted),
  };
}

function lines(
  { config, data, normaliser }: Measured,
  { row, output, loss }: EpochSums["last"],
  predicted: readonly Trajectory[],
): string[] {
  const target = at(data.train.targets, row);
  const guess = denormalise(normaliser, at(unflatten(output), 0));
  const first = debugLine(target, guess);
  if (config.debugOutput === "before") return [first];
  return [first, rangeLine(target, guess, loss), ...axisLines(data.validation.targets, predicted)];
}

/** What is measured once, after the last update. */
export function endFacts(
  measured: Measured,
  end: Run["end"],
): Pick<Run, "stagesAfter" | "xByStep" | "yByStep" | "lastPoints" | "end"> {
  const { predicted, targets } = judge(measured);
  const steps = at(targets, 0).map((_, j) => j);
  const lastPoint = (trajectory: Trajectory) => at(trajectory, trajectory.length - 1);
  return {
    stagesAfter: end === "finished" ? stageFacts(measured.step, measured.data) : [],
    xByStep: steps.map((j) => axisAgreement(predicted, targets, 0, j)),
    yByStep: steps.map((j) => axisAgreement(predicted, targets, 1, j)),
    lastPoints: targets
      .slice(0, 100)
      .map((target, i) => [...lastPoint(at(predicted, i)), ...lastPoint(target)] as const),
    end,
  };
}
