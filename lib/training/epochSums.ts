import { COORDINATES } from "../geometry/trajectory";
import { at } from "../math/at";
import { type TrainingConfig } from "./config";
import { meanLoss } from "../steps/plainLoss";
import { type Batch, type ForwardResult } from "../steps/trainStep";

/** What an epoch summed up while it trained. */
export interface EpochSums {
  /** Σ loss × samples, and samples. */
  loss: number;
  samples: number;
  /** The same over the near samples. */
  nearLoss: number;
  nearSamples: number;
  /** Σ gradient norms, updates, and how many of them were clipped. */
  norm: number;
  updates: number;
  clipped: number;
  /** One sample of the last micro-batch: its row, output in training mode, and the batch's loss. */
  last: { readonly row: number; readonly output: readonly number[]; readonly loss: number };
}

/** The sums of an epoch that has not begun. */
export function noSums(): EpochSums {
  const last = { row: 0, output: [], loss: NaN };
  return { loss: 0, samples: 0, nearLoss: 0, nearSamples: 0, norm: 0, updates: 0, clipped: 0, last };
}

/** What a micro-batch came to: rows of the training set, normalised targets, loss and output in training mode. */
export interface JudgedBatch {
  readonly rows: readonly number[];
  readonly batch: Pick<Batch, "target">;
  readonly result: ForwardResult;
}

/** Adds a micro-batch's losses, those of near samples apart. */
export function addLosses(
  sums: EpochSums,
  {
    config,
    nearTargets,
  }: { readonly config: Pick<TrainingConfig, "loss" | "beta">; readonly nearTargets: readonly boolean[] },
  { rows, batch: { target }, result: { loss, prediction } }: JudgedBatch,
): void {
  sums.loss += loss * rows.length;
  sums.samples += rows.length;
  sums.last = { row: at(rows, 0), output: [...prediction.subarray(0, COORDINATES)], loss };
  rows.forEach((row, i) => {
    if (nearTargets[row] !== true) return;
    const of = (values: Float32Array): Float32Array =>
      values.subarray(i * COORDINATES, (i + 1) * COORDINATES);
    sums.nearLoss += meanLoss(config, of(prediction), of(target));
    sums.nearSamples++;
  });
}
