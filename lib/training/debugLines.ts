import { type Trajectory } from "../geometry/trajectory";
import { at } from "../math/at";
import { coordinates } from "./judge";
import { range } from "../math/statistics";

/** Two numbers with the document's two (or one) decimals: "[-59.74, -13.77]". */
function pair([a, b]: readonly [number, number], digits: number): string {
  return `[${a.toFixed(digits)}, ${b.toFixed(digits)}]`;
}

/** The incident's debug line: the last point of one sample, metres. */
export function debugLine(target: Trajectory, predicted: Trajectory): string {
  const truth = at(target, target.length - 1);
  const guess = at(predicted, predicted.length - 1);
  const error = Math.hypot(guess[0] - truth[0], guess[1] - truth[1]);
  return `[Debug T=4.5s] GT: ${pair(truth, 2)} | Pred: ${pair(guess, 2)} | Error: ${error.toFixed(2)}m`;
}

/** Fix 7's line: lowest and highest coordinate of one sample, x and y together, and the batch's loss. */
export function rangeLine(target: Trajectory, predicted: Trajectory, loss: number): string {
  const spans = [range(target.flat()), range(predicted.flat())] as const;
  return `[Range] GT: ${pair(spans[0], 1)} | Pred: ${pair(spans[1], 1)} | Loss: ${loss.toFixed(4)}`;
}

/** What the two lines hide: ranges over all samples and steps, by axis. */
export function axisLines(targets: readonly Trajectory[], predicted: readonly Trajectory[]): string[] {
  return ([0, 1] as const).map((axis) => {
    const of = (all: readonly Trajectory[]): [number, number] => range(coordinates(all, axis));
    const name = axis === 0 ? "x forward" : "y left";
    return `[All ${targets.length} samples] ${name}: GT ${pair(of(targets), 1)} | Pred ${pair(of(predicted), 1)} m`;
  });
}
