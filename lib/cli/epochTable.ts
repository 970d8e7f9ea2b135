import { type EpochRecord } from "../training/run";

/** Columns of a run's log, named as `diagnose` reads them. Errors and ranges in metres, axes of the car: x forward, y left. */
const COLUMNS = {
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
  debug_error: ({ lines }) => Number(/^\[Debug .*Error: (\d+\.\d+)m$/m.exec(lines.join("\n"))?.[1] ?? NaN),
} as const satisfies Record<string, (record: EpochRecord) => number>;

/** A run's log as CSV, one row an epoch, six digits. */
export function epochTable(epochs: readonly EpochRecord[]): string {
  const rows = epochs.map((record) =>
    Object.values(COLUMNS).map((valueOf) => String(Number(valueOf(record).toPrecision(6)))),
  );
  return [Object.keys(COLUMNS), ...rows].map((row) => `${row.join(",")}\n`).join("");
}
