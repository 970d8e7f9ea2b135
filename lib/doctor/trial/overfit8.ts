import { at } from "../../math/at";
import { mean, median } from "../../math/statistics";
import { nextTurn } from "../../task/interrupt";
import { spreadRows } from "../../training/spreadRows";
import { tableOf } from "../fit/block";
import { begin, updateOnce, type Bench } from "../fit/fit";
import { lossOfBestConstant } from "../fit/lossOfBestConstant";
import { makeReady, plainLoss, predict, type Ready } from "../fit/ready";
import { pickSet, rowsIn, type RowSet } from "../fit/rowSets";
import { recipeOf } from "./recipeOf";
import { type TrialInput } from "./trials";

const ROWS = 8;
const UPDATES = 200;
/** Adam, whatever the recipe's optimizer is: whether the network can, not whether these steps do. */
const ADAM_RATES = [1e-3, 1e-2, 0.1];
/** Of the best constant's loss: learnt by heart, no need to go on. */
const LEARNT = 0.01;

/** Updates of all tries together, at most. */
export const OVERFIT_UPDATES = ADAM_RATES.length * UPDATES;

/**
 * Loss of eight training rows after 200 updates on these alone / loss of their best constant, the best of three rates
 * of Adam; penalties hold the weights but do not count. Undefined for a loss whose best constant costs nothing.
 */
export async function overfit8({ ready, clock }: TrialInput): Promise<number | undefined> {
  const rows = spreadRows(rowsIn(ready.sets.train), ROWS);
  let best = Infinity;
  for (const learningRate of ADAM_RATES) {
    if (clock.isOver()) return undefined;
    const fresh = await makeReady({
      ...recipeOf(ready),
      ...{ optimizer: { name: "adam", learningRate }, batchSize: ROWS, accumulation: 1 },
    });
    const bench = begin(fresh);
    try {
      const ratio = await learnt(bench, rows, learningRate);
      if (ratio === undefined || clock.signal?.aborted === true) return undefined;
      if (ratio < best) best = ratio;
    } finally {
      bench.optimizer.dispose();
      fresh.model.dispose();
    }
    if (best < LEARNT) break;
  }
  return best;
}

/** Asked every 20 updates; the lowest counts: steps that are a little too long end beside the bottom. */
const ASKED_EVERY = 20;

async function learnt(bench: Bench, rows: readonly number[], rate: number): Promise<number | undefined> {
  const set = pickSet(bench.scaled.train, rows);
  const constant = constantLoss(bench, set);
  if (!(constant > 0)) return undefined;
  const rates = bench.names.map(() => rate);
  let best = Infinity;
  for (let update = 0; update < UPDATES && best / constant >= LEARNT; update++) {
    updateOnce(bench, [rows], { microBatch: update, update, rates });
    if (update % ASKED_EVERY === ASKED_EVERY - 1) {
      const loss = plainLoss(bench, set.targets, predict(bench, set));
      if (loss < best) best = loss;
      await nextTurn();
    }
  }
  return best / constant;
}

/** By the formula where the loss has a name, else the better of the rows' mean and median. */
function constantLoss(ready: Ready, { targets }: RowSet): number {
  const known = lossOfBestConstant(ready.recipe, targets);
  if (known !== undefined) return known;
  const table = tableOf(targets);
  const columns = at(table, 0).map((_, k) => table.map((row) => at(row, k)));
  const costs = [mean, median].map((middle) => {
    const row = columns.map(middle);
    return plainLoss(ready, targets, {
      data: Float32Array.from(table.flatMap(() => row)),
      shape: targets.shape,
    });
  });
  return Math.min(...costs);
}
