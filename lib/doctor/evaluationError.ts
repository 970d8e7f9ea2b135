import { at } from "../math/at";
import { mean, std } from "../math/statistics";
import { type Pairs } from "./evidence";

/** Mean distance of predicted and target row: for one output the absolute error, for trajectories that of the points. */
export function meanError(
  { targets, predictions }: Pick<Pairs, "targets" | "predictions">,
  pointWidth: number,
): number {
  return mean(
    targets.flatMap((target, i) => {
      const errors = target.map((value, k) => (value - (predictions[i]?.[k] ?? NaN)) ** 2);
      return Array.from({ length: errors.length / pointWidth }, (_, p) =>
        Math.sqrt(
          errors.slice(p * pointWidth, (p + 1) * pointWidth).reduce((sum, square) => sum + square, 0),
        ),
      );
    }),
  );
}

/** Root mean squared error of each output over its targets' spread, mean over outputs: 1 knows nothing. */
export function relativeError({ targets, predictions }: Pick<Pairs, "targets" | "predictions">): number {
  const outputs = at(targets, 0).map((_, k) => {
    const wanted = targets.map((row) => at(row, k));
    const squares = wanted.map((value, i) => (value - (predictions[i]?.[k] ?? NaN)) ** 2);
    return Math.sqrt(mean(squares)) / std(wanted);
  });
  return mean(outputs);
}

/** Share of rows whose class is right: the largest of several outputs, or one probability on its side of a half. */
export function accuracy({ targets, predictions }: Pick<Pairs, "targets" | "predictions">): number {
  const hits = targets.map((target, i) => (classOf(target) === classOf(predictions[i] ?? []) ? 1 : 0));
  return mean(hits);
}

function classOf(row: readonly number[]): number {
  if (row.some(Number.isNaN)) return -1;
  if (row.length === 1) return at(row, 0) > 0.5 ? 1 : 0;
  return row.indexOf(Math.max(...row));
}
