import * as tf from "@tensorflow/tfjs";
import { at } from "../math/at";
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
    const perRows = secondsOf(() => predict(ready, rows), PREDICTING_SECONDS);
    return {
      perUpdate: group.length * secondsOf(gradient, GRADIENT_SECONDS) * MOVING,
      perEpoch: perRows * (rowsIn(scaled.validation) / rowsIn(rows)),
    };
  });
}

/** An update is its gradients and moving the weights. */
const MOVING = 1.3;

/** Long enough to be kept waiting as the training will be where others use the machine: a few calls never are. */
const GRADIENT_SECONDS = 0.05;
const PREDICTING_SECONDS = 0.01;

/** Seconds of one call, the mean over some time; the first one pays for what later ones find ready. */
function secondsOf(work: () => void, least: number): number {
  work();
  const from = performance.now();
  const seconds = (): number => (performance.now() - from) / 1000;
  let calls = 0;
  do {
    work();
    calls++;
  } while (seconds() < least);
  return seconds() / calls;
}
