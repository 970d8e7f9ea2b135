import { type EpochRecord, type Run } from "../training/run";

type LoggedRun = Pick<Run, "epochs" | "baselines">;

/**
 * Columns of a run's log, named as `diagnose` reads them: losses in the loss's units, errors and ranges in metres, x
 * forward and y left. The last two are the same in every row: what one answer for all samples reaches.
 */
const COLUMNS: Readonly<Record<string, (record: EpochRecord, run: LoggedRun) => number>> = {
  epoch: ({ epoch }) => epoch,
  train_loss: ({ trainLoss }) => trainLoss,
  val_loss: ({ validationLoss }) => validationLoss,
  val_error: ({ validation }) => validation.ade,
  learning_rate: ({ headLearningRate }) => headLearningRate,
  grad_norm: ({ meanGradientNorm }) => meanGradientNorm,
  predicted_x_low: ({ predictedRange }) => predictedRange.x[0],
  predicted_x_high: ({ predictedRange }) => predictedRange.x[1],
  predicted_y_low: ({ predictedRange }) => predictedRange.y[0],
  predicted_y_high: ({ predictedRange }) => predictedRange.y[1],
  best_constant: (_, { baselines }) => baselines.losses.train.whole.bestConstant,
  median_trajectory: (_, { baselines }) => baselines.medianTrajectory.ade,
};

/** A run's log as CSV, one row an epoch, six digits. */
export function epochTable(run: LoggedRun): string {
  const rows = run.epochs.map((record) =>
    Object.values(COLUMNS).map((valueOf) => String(Number(valueOf(record, run).toPrecision(6)))),
  );
  return [Object.keys(COLUMNS), ...rows].map((row) => `${row.join(",")}\n`).join("");
}
