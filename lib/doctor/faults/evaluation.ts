import * as tf from "@tensorflow/tfjs";
import { at } from "../../math/at";
import { curveValue } from "../curveValue";
import { type Curve, type Evidence, type Pairs } from "../evidence";
import { blockOf, tableOf } from "../fit/block";
import { isRegression, type Recipe, type Rows } from "../recipe";
import { batchNorm, editLayers } from "../topology/layers";
import { editModel, hiddenDense } from "./editModel";
import { always, unchanged, type Fault } from "./fault";
import { judgesItsTargets, mapInputs, mapTargets, onlyInput, outputsOf, targetMoments } from "./rows";

const evaluation = { cause: "evaluation", fits: always } as const;

/** Factors that owners forget: degrees, km/h, milli, centi, feet. */
const UNITS = [180 / Math.PI, 3.6, 1000, 100, 1 / 0.3048, 1 / 3.6, Math.PI / 180, 1e-3];

/** Judged by targets that are so many times as large. */
function judgedIn(recipe: Recipe, unit: number): Recipe {
  const { validation } = recipe;
  if (validation === undefined) return recipe;
  return mapTargets(
    { ...recipe, evaluation: validation },
    (rows) => rows.map((row) => row.map((value) => value * unit)),
    ["evaluation"],
  );
}

/** Faults of judging and of book-keeping: the model may be good. */
export const EVALUATION_FAULTS: readonly Fault[] = [
  {
    ...evaluation,
    name: "wrong-units",
    family: "units",
    says: "predictions and targets are in different units",
    fits: (recipe) => isRegression(recipe) && judgesItsTargets(recipe),
    apply: (recipe, draw) => judgedIn(recipe, draw.one("unit", UNITS)),
  },
  {
    ...evaluation,
    name: "missing-inverse",
    family: "units",
    says: "predictions are not turned back from the scaled units they were trained in",
    fits: (recipe) => isRegression(recipe) && (recipe.outputs !== undefined || outputsOf(recipe) === 1),
    apply: (recipe) => {
      const { outputs, ...bare } = recipe;
      if (outputs !== undefined) return bare;
      const moments = targetMoments(recipe);
      const turned = mapTargets(recipe, (rows) =>
        rows.map((row) => row.map((value, k) => (value - at(moments, k).mean) / at(moments, k).std)),
      );
      const scaling = { ...recipe.scaling, targets: "none" as const };
      return {
        ...turned,
        scaling,
        ...(recipe.validation === undefined ? {} : { evaluation: recipe.validation }),
      };
    },
  },
  {
    ...evaluation,
    name: "batch-norm-momentum",
    family: "batch-norm momentum",
    says: "the averages that batch norm judges with have hardly moved from their start",
    fits: (recipe) => hiddenDense(recipe).length > 0,
    apply: (recipe, draw) => {
      const momentum = 1 - draw.scaled("share", 1e-6, 1e-4);
      return editModel(recipe, (model) =>
        editLayers(model, (layer, role, i) =>
          role === "hidden" ? [layer, batchNorm(`average_${i}`, momentum)] : layer,
        ),
      );
    },
  },
  {
    ...evaluation,
    name: "broadcast-loss",
    family: "shapes",
    says: "targets [N] against predictions [N, 1]: the loss compares every row with every other",
    fits: (recipe) => isRegression(recipe) && outputsOf(recipe) === 1,
    apply: (recipe) => ({
      ...recipe,
      loss: (target, prediction) => tf.mean(tf.square(tf.sub(prediction, tf.reshape(target, [-1])))),
    }),
    record: ({ pairs = [], ...rest }) => ({ ...rest, pairs: pairs.map(savedAsTrained) }),
  },
  {
    ...evaluation,
    name: "split-leak",
    family: "split leak",
    says: "the rows it is judged on were trained on",
    fits: (recipe) => recipe.validation !== undefined && recipe.evaluation === undefined,
    apply: (recipe, draw) => leaked(recipe, draw.between("share", 0.7, 1)),
  },
  {
    ...evaluation,
    name: "several-runs",
    family: "book-keeping",
    says: "two runs are written into one log",
    apply: unchanged,
    joins: true,
  },
  {
    ...evaluation,
    name: "sum-for-mean",
    family: "book-keeping",
    says: "from some epoch on the log holds the loss's sum over the batch instead of its mean",
    fits: (recipe) => recipe.epochs > 5,
    apply: unchanged,
    record: (evidence, draw) => {
      const from = draw.between("from", 0.3, 0.7);
      const factor = evidence.settings?.batchSize ?? 16;
      return mapLosses(evidence, (value, share) => (share < from ? value : value * factor));
    },
  },
  {
    ...evaluation,
    name: "stale-validation",
    family: "book-keeping",
    says: "validation always looks at the weights of the first epoch",
    fits: (recipe) => recipe.epochs > 5,
    apply: unchanged,
    record: ({ curves = [], ...rest }) => ({ ...rest, curves: curves.map(stale) }),
  },
];

/** Saved in the shapes that the loss compared. */
function savedAsTrained(pairs: Pairs): Pairs {
  const rows = pairs.targets.length;
  return { ...pairs, shapes: { targets: [rows], predictions: [rows, 1] } };
}

/** Rows of the training set in place of this share of the validation rows, targets and inputs. */
function leaked(recipe: Recipe, share: number): Recipe {
  const own = { targets: rowsOf(recipe.train.targets), inputs: rowsOf(onlyInput(recipe.train)) };
  const taken = (rows: readonly (readonly number[])[], from: readonly (readonly number[])[]) =>
    rows.map((row, i) => (i < share * rows.length ? at(from, i % from.length) : row));
  const parts = ["validation"] as const;
  return mapInputs(
    mapTargets(recipe, (rows) => taken(rows, own.targets), parts),
    (rows) => taken(rows, own.inputs),
    parts,
  );
}

const rowsOf = (rows: Rows): number[][] => tableOf(blockOf(rows, "train"));

function mapLosses(
  { curves = [], ...rest }: Evidence,
  change: (value: number, share: number) => number,
): Evidence {
  const isLoss = ({ role }: Curve): boolean => role === "train-loss" || role === "validation-loss";
  return {
    ...rest,
    curves: curves.map((curve) => {
      if (!isLoss(curve)) return curve;
      const { values } = curve;
      return {
        ...curve,
        values: values.map((value, i) => curveValue(change(Number(value), i / values.length))),
      };
    }),
  };
}

function stale(curve: Curve): Curve {
  const isValidation = curve.role === "validation-loss" || curve.role === "validation-metric";
  return isValidation ? { ...curve, values: curve.values.map(() => at(curve.values, 0)) } : curve;
}
