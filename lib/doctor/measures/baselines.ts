import { mean, std } from "../../math/statistics";
import { type Pairs } from "../evidence";
import { onceFor } from "./onceFor";

/** Two predictors that need no model, beside the model: each the mean over rows of a row's error. */
export interface Baselines {
  readonly model: number;
  readonly persistence: number;
  readonly constantVelocity: number;
  /** Rows compared. */
  readonly rows: number;
  /** Standard error of model − the better baseline, over rows. */
  readonly differenceError: number;
}

type Row = readonly number[];

/** What stands still, and what goes on as in the last step, in the columns of a target. */
function guesses(past: readonly Row[], width: number): { still: number[]; going: number[] } {
  const now = past.at(-1) ?? [];
  const before = past.at(-2) ?? now;
  const columns = now.length;
  const along = (step: (j: number) => number): number[] =>
    Array.from({ length: width }, (_, i) => {
      const c = i % columns;
      return (now[c] ?? NaN) + step(Math.floor(i / columns) + 1) * ((now[c] ?? NaN) - (before[c] ?? NaN));
    });
  return { still: along(() => 0), going: along((j) => j) };
}

/** Mean over the points of a row of the distance in its `columns` coordinates: metres for a trajectory. */
function rowError(a: Row, b: Row, columns: number): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += columns) {
    let square = 0;
    for (let k = i; k < i + columns; k++) square += ((a[k] ?? NaN) - (b[k] ?? NaN)) ** 2;
    sum += Math.sqrt(square);
  }
  return sum / (a.length / columns);
}

/** Errors of the model and of both baselines where the past is known; undefined without a past of two rows. */
export const baselineErrors = onceFor(({ targets, predictions, past }: Pairs): Baselines | undefined => {
  const columns = past?.[0]?.[0]?.length ?? 0;
  if (past === undefined || columns === 0 || (past[0]?.length ?? 0) < 1) return undefined;
  const errors = targets.flatMap((target, i) => {
    const { still, going } = guesses(past[i] ?? [], target.length);
    const all = [predictions[i] ?? [], still, going].map((guess) => rowError(target, guess, columns));
    return all.every(Number.isFinite) ? [all as [number, number, number]] : [];
  });
  if (errors.length < 2) return undefined;
  const of = (k: 0 | 1 | 2): number => mean(errors.map((row) => row[k]));
  const better = of(1) <= of(2) ? 1 : 2;
  return {
    model: of(0),
    persistence: of(1),
    constantVelocity: of(2),
    rows: errors.length,
    differenceError: std(errors.map((row) => row[0] - row[better])) / Math.sqrt(errors.length),
  };
});
