import * as tf from "@tensorflow/tfjs";
import { at } from "../math/at";
import { median } from "../math/statistics";
import { batches } from "./fit/fit";
import { gradientsOf, trainedVariables } from "./fit/gradients";
import { keepingAverages } from "./fit/keepingAverages";
import { predict, type Ready } from "./fit/ready";
import { firstRows, pickSet, rowsIn } from "./fit/rowSets";

/** Seconds that a recipe takes here. */
export interface Pilot {
  readonly perUpdate: number;
  /** Evaluating the held-out rows after an epoch. */
  readonly perEpoch: number;
}

const ROWS_TRIED = 256;

/**
 * Times a few gradients and predictions without moving a weight: what a recipe costs, known before its first update.
 * What would go wrong in the first step goes wrong here: shapes, a loss that throws or gives no scalar, a layer
 * without gradient. The model stays as it is.
 */
export function pilot(ready: Ready): Pilot {
  const { recipe, scaled, model } = ready;
  const weights = trainedVariables(model);
  const [group = []] = batches(recipe, rowsIn(scaled.train), 0);
  const batch = pickSet(scaled.train, at(group, 0));
  const gradient = (): void => {
    ready.dropout(0);
    tf.dispose(gradientsOf({ ...ready, weights }, batch).gradients);
  };
  const rows = firstRows(scaled.validation, ROWS_TRIED);
  return keepingAverages(model, () => {
    gradient(); // the first one pays for what later ones find ready
    return {
      perUpdate: group.length * secondsOf(gradient) * MOVING,
      perEpoch: secondsOf(() => predict(ready, rows)) * (rowsIn(scaled.validation) / rowsIn(rows)),
    };
  });
}

/** An update is its gradients and moving the weights. */
const MOVING = 1.3;

const REPEATS = 6;
const LONGEST_SECONDS = 1;

/** The middle of a few: the first ones of a process are slow, and others may be using the machine. */
function secondsOf(work: () => void): number {
  const begin = performance.now();
  const seconds = (from: number): number => (performance.now() - from) / 1000;
  const each: number[] = [];
  while (each.length < REPEATS && (each.length === 0 || seconds(begin) < LONGEST_SECONDS)) {
    const from = performance.now();
    work();
    each.push(seconds(from));
  }
  return median(each);
}
