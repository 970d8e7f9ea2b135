import * as tf from "@tensorflow/tfjs";
import { at } from "../../math/at";
import { mean } from "../../math/statistics";
import { type Evidence } from "../evidence";
import { batches } from "../fit/fit";
import { keepingAverages } from "../fit/keepingAverages";
import { forward, plainLoss, predict, tensorOf, type Ready } from "../fit/ready";
import { pickSet, rowsIn, type RowSet } from "../fit/rowSets";

/** Draws of dropout masks that the training mode is averaged over. */
const DRAWS = 4;
/** Masks of no micro-batch of the training. */
const FIRST_MASKS = 2 ** 30;
/** Rows, in batches as they are trained on. */
const ROWS = 256;

/** The run's loss of the same training rows in both modes, penalties left out. The model stays as it is. */
export function modes(ready: Ready): NonNullable<Evidence["modes"]> {
  const { scaled, recipe } = ready;
  const all = batches(recipe, rowsIn(scaled.train), 0).flat();
  const sets = all.slice(0, Math.ceil(ROWS / recipe.batchSize)).map((rows) => pickSet(scaled.train, rows));
  const over = (lossOf: (set: RowSet, b: number) => number): number => {
    const rows = sets.reduce((sum, set) => sum + rowsIn(set), 0);
    return sets.reduce((sum, set, b) => sum + lossOf(set, b) * rowsIn(set), 0) / rows;
  };
  return {
    trainLoss: keepingAverages(ready.model, () =>
      over((set, b) =>
        mean(
          Array.from({ length: DRAWS }, (_, draw) =>
            trainingLoss(ready, set, FIRST_MASKS + b * DRAWS + draw),
          ),
        ),
      ),
    ),
    evaluationLoss: over((set) => plainLoss(ready, set.targets, predict(ready, set))),
  };
}

function trainingLoss({ model, loss, dropout }: Ready, set: RowSet, masks: number): number {
  dropout(masks);
  return tf.tidy(() => at(loss(tensorOf(set.targets), forward(model, set.inputs, true)).dataSync(), 0));
}
