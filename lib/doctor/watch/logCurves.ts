import { curveValue } from "../curveValue";
import { type Curve, type CurveRole } from "../evidence";

/** What `model.fit` logs of an epoch. */
export type EpochLog = Readonly<Record<string, number>>;

/** The role of a logged column: tfjs writes `val_` before what it measured on validation rows. */
function roleOf(name: string): CurveRole {
  if (name === "loss") return "train-loss";
  if (name === "val_loss") return "validation-loss";
  if (name === "learning rate") return "learning-rate";
  return name.startsWith("val_") ? "validation-metric" : "train-metric";
}

/** A curve for every column, by epoch from 1. */
export function logCurves(epochs: readonly EpochLog[]): Curve[] {
  const names = [...new Set(epochs.flatMap((log) => Object.keys(log)))];
  return names.map((name) => ({
    ...{ name, role: roleOf(name), x: "epoch" },
    at: epochs.map((_, i) => i + 1),
    values: epochs.map((log) => curveValue(log[name] ?? NaN)),
  }));
}
