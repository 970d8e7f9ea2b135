import { denormalise, type Normaliser } from "../dataset/normaliser";
import { type Trajectory } from "../geometry/trajectory";
import { at } from "../math/at";
import { mean, std } from "../math/statistics";
import { type TrainingConfig } from "./config";
import { axisLines, debugLine, rangeLine } from "./debugLines";
import { axisAgreement, axisRanges, errorFacts } from "./judge";
import { meanLoss } from "../steps/plainLoss";
import { type EpochRecord, type Run, type StartFacts } from "./run";
import { spreadRows } from "./spreadRows";
import { stageFacts } from "./stageFacts";
import { unflatten, type TrainingData } from "./trainingData";
import { type TrainStep } from "../steps/trainStep";

/** What measuring needs at hand. */
export interface Measured {
  readonly step: TrainStep;
  readonly config: TrainingConfig;
  readonly data: TrainingData;
  readonly normaliser: Normaliser;
  /** Validation targets in normalised units, [N, 90]. */
  readonly wanted: Float32Array;
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
  last: { readonly row: number; readonly output: readonly number[]; readonly loss: number };
}

interface Judgement {
  /** Metres. */
  readonly predicted: readonly Trajectory[];
  readonly targets: readonly Trajectory[];
  /** Normalised units, [N, 90]. */
  readonly output: Float32Array;
}

/** The whole validation set, evaluation mode. */
function judge({ step, data, normaliser }: Measured): Judgement {
  const { targets, input } = data.validation;
  const output = step.predict(targets.length, input(targets.map((_, i) => i)));
  const predicted = unflatten(output).map((trajectory) => denormalise(normaliser, trajectory));
  return { predicted, targets, output };
}

/** Output scale against target scale, loss and errors before the first update. */
export function startFacts(measured: Measured): StartFacts {
  const { predicted, targets, output } = judge(measured);
  const { wanted } = measured;
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
  const { config, wanted } = measured;
  const { predicted, targets, output } = judge(measured);
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
  const guess = denormalise(normaliser, at(unflatten(Float32Array.from(output)), 0));
  const first = debugLine(target, guess);
  if (config.debugOutput === "before") return [first];
  return [first, rangeLine(target, guess, loss), ...axisLines(data.validation.targets, predicted)];
}

const EXAMPLES = 40;
const LAST_POINTS = 100;

function centimetres(trajectory: Trajectory): Trajectory {
  const rounded = (metres: number): number => Math.round(100 * metres) / 100 + 0; // + 0: −0 is no JSON
  return trajectory.map(([x, y]) => [rounded(x), rounded(y)] as const);
}

/** What is measured once, after the last update. */
export function endFacts(
  measured: Measured,
  end: Run["end"],
): Pick<Run, "stagesAfter" | "xByStep" | "yByStep" | "examples" | "lastPoints" | "end"> {
  const { predicted, targets } = judge(measured);
  const steps = at(targets, 0).map((_, j) => j);
  const lastPoint = (trajectory: Trajectory) => at(trajectory, trajectory.length - 1);
  return {
    stagesAfter: end === "finished" ? stageFacts(measured.step, measured.data) : [],
    xByStep: steps.map((j) => axisAgreement(predicted, targets, 0, j)),
    yByStep: steps.map((j) => axisAgreement(predicted, targets, 1, j)),
    examples: spreadRows(targets.length, EXAMPLES).map((row) => ({
      row,
      predicted: centimetres(at(predicted, row)),
      target: centimetres(at(targets, row)),
    })),
    lastPoints: spreadRows(targets.length, LAST_POINTS).map(
      (row) => [...lastPoint(at(predicted, row)), ...lastPoint(at(targets, row))] as const,
    ),
    end,
  };
}
