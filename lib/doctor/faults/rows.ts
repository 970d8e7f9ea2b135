import { at } from "../../math/at";
import { mean, std } from "../../math/statistics";
import { blockOf, tableOf, widthOf, type Block } from "../fit/block";
import { fitScaler } from "../fit/scaler";
import { type Recipe, type RecipeData, type Rows } from "../recipe";

/** Which rows a fault works on. */
export type Part = "train" | "validation" | "evaluation";

const PARTS: readonly Part[] = ["train", "validation", "evaluation"];

type Change = (rows: number[][], part: Part) => readonly (readonly number[])[];

/** The recipe with the targets of the given parts changed; a part it does not have stays away. */
export function mapTargets(recipe: Recipe, change: Change, parts: readonly Part[] = PARTS): Recipe {
  return mapParts(recipe, parts, (data, part) => ({ ...data, targets: mapped(data.targets, part, change) }));
}

/** The same for the inputs, of a recipe with one. */
export function mapInputs(recipe: Recipe, change: Change, parts: readonly Part[] = PARTS): Recipe {
  return mapParts(recipe, parts, (data, part) => ({
    ...data,
    inputs: mapped(onlyInput(data), part, change),
  }));
}

function mapParts(
  recipe: Recipe,
  parts: readonly Part[],
  change: (data: RecipeData, part: Part) => RecipeData,
): Recipe {
  const changed = parts.flatMap((part) => {
    const data = recipe[part];
    return data === undefined ? [] : [[part, change(data, part)] as const];
  });
  return { ...recipe, ...Object.fromEntries(changed) };
}

function mapped(rows: Rows, part: Part, change: Change): Block {
  const block = blockOf(rows, part);
  return { data: Float32Array.from(change(tableOf(block), part).flat()), shape: block.shape };
}

/** A recipe's input when it is only one. */
export function onlyInput({ inputs }: RecipeData): Rows {
  if (Array.isArray(inputs) || "shape" in inputs) return inputs as Rows;
  throw new Error(
    `fault: expected a recipe with one input, got ${Object.keys(inputs).join(", ")}; choose another fault`,
  );
}

/** Numbers of one target row. */
export const outputsOf = ({ train }: Recipe): number => widthOf(blockOf(train.targets, "train"));

/** Whether the input is a table [N, columns]. */
export function hasTable({ train }: Recipe): boolean {
  return blockOf(onlyInput(train), "train").shape.length === 2;
}

export const columnsOf = ({ train }: Recipe): number => widthOf(blockOf(onlyInput(train), "train"));

/** Mean and spread of each target column over the training rows. */
export function targetMoments(recipe: Recipe): { mean: number; std: number }[] {
  const rows = tableOf(blockOf(recipe.train.targets, "train"));
  return at(rows, 0).map((_, k) => {
    const values = rows.map((row) => at(row, k));
    return { mean: mean(values), std: std(values) };
  });
}

/** A table of inputs standardised by its owner; the trainer leaves it as it is. */
export function unscaledInputs(recipe: Recipe): Recipe {
  const { scale } = fitScaler("standardise", blockOf(onlyInput(recipe.train), "train"), false);
  const plain = mapInputs(recipe, (rows) => tableOf(scale(blockOf(rows, "inputs"))));
  return { ...plain, scaling: { ...recipe.scaling, inputs: "none" } };
}

/** Targets in units of their own spread times `unit`, around 0, without scaling by the trainer. */
export function unscaledTargets(recipe: Recipe, unit: (column: number) => number): Recipe {
  const moments = targetMoments(recipe);
  const natural = mapTargets(recipe, (rows) =>
    rows.map((row) =>
      row.map((value, k) => (unit(k) * (value - at(moments, k).mean)) / (at(moments, k).std || 1)),
    ),
  );
  return { ...natural, scaling: { ...recipe.scaling, targets: "none" } };
}

/** Whether what is judged is in the units of the training targets. */
export const judgesItsTargets = ({ evaluation, outputs }: Recipe): boolean =>
  evaluation === undefined && outputs === undefined;
