import { at } from "../math/at";
import { mean, range, std } from "../math/statistics";
import { spreadRows } from "../training/spreadRows";
import {
  type Curve,
  type CurveRole,
  type DataFacts,
  type Evidence,
  type Pairs,
  type Settings,
} from "./evidence";
import { curveValue } from "./curveValue";
import { tableOf, type Block } from "./fit/block";
import { type FittedEpoch } from "./fit/fit";
import { lossOfPredictions, predict, type Ready } from "./fit/ready";
import { ONLY_INPUT, pickSet, rowsIn, type RowSet } from "./fit/rowSets";
import { lossOfBestConstant } from "./fit/lossOfBestConstant";
import { metricOf } from "./metric";
import { type Recipe } from "./recipe";

/** Training rows whose predictions are kept. */
const TRAIN_PAIRS = 200;

/** What a finished training says; `start`: the untrained output on training rows, in training units. */
export function recipeEvidence(
  ready: Ready,
  { start, epochs }: { readonly start: Block; readonly epochs: readonly FittedEpoch[] },
): Evidence {
  const { sets, scaled, recipe } = ready;
  const kept = spreadRows(rowsIn(sets.train), TRAIN_PAIRS);
  return {
    format: 1,
    level: "run",
    curves: curves(ready, epochs),
    // What was stopped before its first epoch has learnt nothing that could be judged.
    ...(epochs.length === 0 && recipe.epochs > 0
      ? {}
      : {
          pairs: [
            heldOutPairs(ready),
            pairsOf(ready, {
              own: pickSet(sets.train, kept),
              scaled: pickSet(scaled.train, kept),
              split: "train",
            }),
          ],
        }),
    settings: settingsOf(recipe),
    data: dataFacts(ready),
    start: startFacts(ready, start),
  };
}

function curves(ready: Ready, epochs: readonly FittedEpoch[]): Curve[] {
  const places = epochs.map((_, i) => i + 1);
  const curve = (name: string, role: CurveRole, of: (epoch: FittedEpoch) => number): Curve => ({
    name,
    role,
    x: "epoch",
    at: places,
    values: epochs.map((epoch) => curveValue(of(epoch))),
  });
  const metric = metricOf(ready.recipe).higherIsBetter ? "accuracy" : "mean error";
  return [
    curve("train loss", "train-loss", ({ trainLoss }) => trainLoss),
    curve("validation loss", "validation-loss", ({ validationLoss }) => validationLoss),
    curve(`validation ${metric}`, "validation-metric", ({ predicted }) => validationMetric(ready, predicted)),
    curve("learning rate", "learning-rate", ({ learningRate }) => learningRate),
    curve("gradient norm", "gradient-norm", ({ gradientNorm }) => gradientNorm),
  ];
}

/** On validation rows, in the units of their targets: before `outputs`, which belong to the evaluation. */
function validationMetric({ recipe, sets, targetScaler }: Ready, predicted: Block): number {
  return metricOf(recipe).of({
    targets: targetRows(sets.validation.targets, predicted.shape[1]),
    predictions: tableOf(targetScaler.unscale(predicted)),
  });
}

/** Class numbers beside several outputs are written as one-hot rows. */
export function targetRows(targets: Block, width = 1): number[][] {
  const rows = tableOf(targets);
  if (width === 1 || rows[0]?.length !== 1) return rows;
  return rows.map(([number]) => Array.from({ length: width }, (_, k) => (k === number ? 1 : 0)));
}

/** Targets and predictions of the rows its owner judges it by, in the owner's units. */
export function heldOutPairs(ready: Ready): Pairs {
  const { sets, scaled } = ready;
  return pairsOf(ready, { own: sets.evaluation, scaled: scaled.evaluation, split: "held-out" });
}

function pairsOf(
  ready: Ready,
  { own, scaled, split }: { readonly own: RowSet; readonly scaled: RowSet; readonly split: Pairs["split"] },
): Pairs {
  const { scale, offset } = ready.recipe.outputs ?? { scale: 1, offset: 0 };
  const inOwnersUnits = ({ data, shape }: Block): Block => ({
    data: data.map((value) => value * scale + offset),
    shape,
  });
  const predicted = predict(ready, scaled);
  const inputs = own.inputs[ONLY_INPUT];
  // Where rows to judge by are given apart, training targets come to their units in the way that predictions do.
  const apart = split === "train" && ready.recipe.evaluation !== undefined;
  const targets = apart ? inOwnersUnits(own.targets) : own.targets;
  return {
    targets: targetRows(targets, predicted.shape[1]),
    predictions: tableOf(inOwnersUnits(ready.targetScaler.unscale(predicted))),
    ...(inputs?.shape.length === 2 ? { inputs: tableOf(inputs) } : {}),
    split,
  };
}

/** What a recipe says of itself; a loss given as a function is `custom`. */
function settingsOf(recipe: Recipe): Settings {
  const { delta, optimizer, schedule, finalRate, warmupShare, batchSize, accumulation, epochs, seed } =
    recipe;
  const { scaling, outputs, trajectory, loss } = recipe;
  const given = { delta, schedule, finalRate, warmupShare, accumulation, scaling, outputs, trajectory };
  return {
    loss: typeof loss === "function" ? "custom" : loss,
    ...{ optimizer, batchSize, epochs, seed },
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  };
}

/** What the rows are, in the owner's units. */
export function dataFacts({ recipe, sets, scaled }: Ready): DataFacts {
  const columns = columnsOf(sets.train.targets);
  const inputs = sets.train.inputs[ONLY_INPUT];
  const constant = lossOfBestConstant(recipe, scaled.train.targets);
  return {
    trainRows: rowsIn(sets.train),
    heldOutRows: rowsIn(sets.evaluation),
    targetMean: columns.map(mean),
    targetStd: columns.map(std),
    targetRange: columns.map(range),
    ...(inputs?.shape.length === 2 ? { inputStd: columnsOf(inputs).map(std) } : {}),
    ...(constant === undefined ? {} : { lossOfBestConstant: constant }),
  };
}

function columnsOf(block: Block): number[][] {
  const rows = tableOf(block);
  return at(rows, 0).map((_, k) => rows.map((row) => at(row, k)));
}

/** Mean and spread in the owner's units, beside those of the targets; the loss in training units. */
export function startFacts(ready: Ready, start: Block): NonNullable<Evidence["start"]> {
  const columns = columnsOf(ready.targetScaler.unscale(start));
  return {
    outputMean: columns.map(mean),
    outputStd: columns.map(std),
    loss: lossOfPredictions(ready, start, ready.scaled.train),
  };
}
