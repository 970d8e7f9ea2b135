import { TIME_STEPS } from "../geometry/trajectory";
import { bestConstant } from "./bestConstant";
import { type TrainingConfig } from "./config";
import { meanLoss, residualLoss } from "../steps/plainLoss";
import { isNear } from "./sampleKinds";
import { type SampleSet } from "./trainingData";

/** Numbers of one target: x and y of each point. */
const WIDTH = 2 * TIME_STEPS;

/** What a loss has to be compared with on some samples, normalised units; NaN without a sample. */
export interface LossScale {
  readonly samples: number;
  /** Loss of predicting 0 m everywhere. */
  readonly zeros: number;
  /** Loss of the constant that has the smallest on the training samples alike. */
  readonly bestConstant: number;
}

/** The scale of all samples of a part, and of those within `NEAR_METRES` alone. */
export interface LossScales {
  readonly whole: LossScale;
  readonly near: LossScale;
}

type LossOptions = Pick<TrainingConfig, "loss" | "beta">;

/** A part's targets in normalised units, [N, 90], and which of them are near. */
export interface WantedSet {
  readonly wanted: Float32Array;
  readonly near: readonly boolean[];
}

/** Which samples of a set are near. */
export function nearRows({ targets }: Pick<SampleSet, "targets">): boolean[] {
  return targets.map(isNear);
}

/** The rows of [N, 90] numbers that are marked, one behind the other. */
export function markedRows(values: Float32Array, marks: readonly boolean[]): Float32Array {
  const rows = marks.flatMap((marked, row) => (marked ? [row] : []));
  const kept = new Float32Array(rows.length * WIDTH);
  rows.forEach((row, i) => kept.set(values.subarray(row * WIDTH, (row + 1) * WIDTH), i * WIDTH));
  return kept;
}

/** Mean loss over the marked rows; NaN when none is. */
export function markedLoss(options: LossOptions, output: Float32Array, { wanted, near }: WantedSet): number {
  return meanLoss(options, markedRows(output, near), markedRows(wanted, near));
}

/** Scales of both parts; `zero` is the normalised row of zeros. Constants are fitted on training samples only. */
export function lossScales(
  options: LossOptions,
  {
    train,
    validation,
    zero,
  }: { readonly train: WantedSet; readonly validation: WantedSet; readonly zero: ArrayLike<number> },
): { readonly train: LossScales; readonly validation: LossScales } {
  const nearTrain = markedRows(train.wanted, train.near);
  const constants = {
    whole: bestConstant(options, train.wanted, WIDTH),
    near: bestConstant(options, nearTrain, WIDTH),
  };
  const scale = (wanted: Float32Array, constant: ArrayLike<number>): LossScale => ({
    samples: wanted.length / WIDTH,
    zeros: rowLoss(options, zero, wanted),
    bestConstant: rowLoss(options, constant, wanted),
  });
  return {
    train: { whole: scale(train.wanted, constants.whole), near: scale(nearTrain, constants.near) },
    validation: {
      whole: scale(validation.wanted, constants.whole),
      near: scale(markedRows(validation.wanted, validation.near), constants.near),
    },
  };
}

/** Mean loss of the same row for every sample. */
function rowLoss(options: LossOptions, row: ArrayLike<number>, wanted: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < wanted.length; i++) {
    sum += residualLoss(options, (row[i % WIDTH] ?? NaN) - (wanted[i] as number));
  }
  return sum / wanted.length;
}
