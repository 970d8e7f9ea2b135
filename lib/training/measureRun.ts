import { type Trajectory } from "../geometry/trajectory";
import { at } from "../math/at";
import { mean, std } from "../math/statistics";
import { centimetres } from "./closeUp";
import { type TrainingConfig } from "./config";
import { axisLines, debugLine, rangeLine } from "./debugLines";
import { type EpochSums } from "./epochSums";
import { agreementByKind, axisAgreement, axisRanges, errorFacts } from "./judge";
import { markedLoss } from "./lossScale";
import { meanLoss } from "../steps/plainLoss";
import { type EpochRecord, type Run, type StartFacts } from "./run";
import { pickRows, spreadRows } from "./spreadRows";
import { stageFacts, watchedRows } from "./stageFacts";
import { decodeOutput, type TargetCode } from "./targetCode";
import { type TrainingData } from "./trainingData";
import { type Inside, type TrainStep } from "../steps/trainStep";
import { unitFacts, type UnitFacts } from "./unitFacts";

/** What measuring needs at hand. */
export interface Measured {
  readonly step: TrainStep;
  readonly config: TrainingConfig;
  readonly data: TrainingData;
  readonly code: TargetCode;
  /** Validation targets in normalised units, [N, 90]. */
  readonly wanted: Float32Array;
  /** Which validation samples are near. */
  readonly near: readonly boolean[];
}

/** The model on all of validation, evaluation mode: one pass serves everything that is measured. */
export interface Look {
  /** Metres. */
  readonly predicted: readonly Trajectory[];
  readonly targets: readonly Trajectory[];
  /** Normalised units, [N, 90]. */
  readonly output: Float32Array;
  readonly inside: Inside;
}

/** Sends validation through the model as it is now. */
export function lookAtValidation({ step, data, code }: Measured): Look {
  const { input, targets } = data.validation;
  const inside = step.inside(targets.length, input(targets.map((_, i) => i)));
  const output = inside.activations["output"] ?? new Float32Array();
  const predicted = decodeOutput(code, output, data.validation);
  return { predicted, targets, output, inside };
}

/** What is known before the first update. */
export function startFacts(measured: Measured, look: Look): StartFacts {
  const { config, wanted, near, data } = measured;
  const { predicted, output } = look;
  return {
    outputMean: mean(output),
    outputStd: std(output),
    targetMean: mean(wanted),
    targetStd: std(wanted),
    loss: meanLoss(config, output, wanted),
    lossNear: markedLoss(config, output, { wanted, near }),
    units: unitsOf(look),
    validation: errorFacts(predicted, data.validation),
  };
}

function unitsOf({ inside, targets }: Look): UnitFacts[] {
  const rows = watchedRows(targets.length);
  const watched = Object.entries(inside.beforeGelu).map(
    ([layer, values]) => [layer, pickRows(values, targets.length, rows).values] as const,
  );
  return unitFacts(Object.fromEntries(watched), rows.length);
}

/** One epoch's record; `headLearningRate` is the rate of its first update. */
export function epochRecord(
  measured: Measured,
  look: Look,
  { epoch, sums, headLearningRate }: { epoch: number; sums: EpochSums; headLearningRate: number },
): EpochRecord {
  const { config, wanted, near, data } = measured;
  const { predicted, targets, output } = look;
  return {
    epoch,
    trainLoss: sums.loss / sums.samples,
    validationLoss: meanLoss(config, output, wanted),
    trainLossNear: sums.nearLoss / sums.nearSamples,
    validationLossNear: markedLoss(config, output, { wanted, near }),
    validation: errorFacts(predicted, data.validation),
    x: axisAgreement(predicted, targets, 0),
    y: axisAgreement(predicted, targets, 1),
    byKind: agreementByKind(predicted, targets),
    units: unitsOf(look),
    predictedRange: axisRanges(predicted),
    beyondBeta: mean(wanted.map((value, i) => (Math.abs(at(output, i) - value) > config.beta ? 1 : 0))),
    headLearningRate,
    meanGradientNorm: sums.norm / sums.updates,
    clippedShare: sums.clipped / sums.updates,
    lines: lines(measured, sums.last, predicted),
  };
}

function lines(
  { config, data, code }: Measured,
  { row, output, loss }: EpochSums["last"],
  predicted: readonly Trajectory[],
): string[] {
  const target = at(data.train.targets, row);
  const guess = at(decodeOutput(code, Float32Array.from(output), data.train, [row]), 0);
  const first = debugLine(target, guess);
  if (config.debugOutput === "before") return [first];
  return [first, rangeLine(target, guess, loss), ...axisLines(data.validation.targets, predicted)];
}

const EXAMPLES = 40;
const LAST_POINTS = 100;

/** What is measured once, after the last update. */
export function endFacts(
  measured: Measured,
  end: Run["end"],
): Pick<Run, "stagesAfter" | "xByStep" | "yByStep" | "examples" | "lastPoints" | "end"> {
  const { predicted, targets } = lookAtValidation(measured);
  const steps = at(targets, 0).map((_, j) => j);
  const lastPoint = (trajectory: Trajectory) => at(trajectory, trajectory.length - 1);
  return {
    stagesAfter: end === "finished" ? stageFacts(measured.step, measured.data) : [],
    xByStep: steps.map((j) => axisAgreement(predicted, targets, 0, j)),
    yByStep: steps.map((j) => axisAgreement(predicted, targets, 1, j)),
    examples: spreadRows(targets.length, EXAMPLES).map((row) => ({
      row,
      predicted: at(predicted, row).map(centimetres),
      target: at(targets, row).map(centimetres),
    })),
    lastPoints: spreadRows(targets.length, LAST_POINTS).map(
      (row) => [...lastPoint(at(predicted, row)), ...lastPoint(at(targets, row))] as const,
    ),
    end,
  };
}
