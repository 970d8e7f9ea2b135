import { at } from "../../math/at";
import { permutation, splitRng } from "../../math/rng";
import { type Recipe, type RecipeData, type Rows } from "../recipe";
import { blockOf, takeRows, widthOf, type Block } from "./block";

/** Inputs by the model's own names ("" where there is one without a name) beside their targets. */
export interface RowSet {
  readonly inputs: Readonly<Record<string, Block>>;
  /** [N, …]; a plain [N] is read as [N, 1]. */
  readonly targets: Block;
}

/** What is learnt from, what an epoch is judged on, and what its owner judges by, in the owner's units. */
export interface RowSets {
  readonly train: RowSet;
  readonly validation: RowSet;
  readonly evaluation: RowSet;
}

/** The key of an input that was given without a name. */
export const ONLY_INPUT = "";

export const rowsIn = ({ targets }: RowSet): number => at(targets.shape, 0);

/** The recipe's rows, checked; validation is cut off where none is given. Errors name the part and the count. */
export function rowSets(recipe: Recipe): RowSets {
  const whole = rowSet(recipe.train, "train");
  checkTrain(whole);
  const { train, validation } =
    recipe.validation === undefined
      ? cutOff(recipe, whole)
      : { train: whole, validation: rowSet(recipe.validation, "validation") };
  const evaluation = recipe.evaluation === undefined ? validation : rowSet(recipe.evaluation, "evaluation");
  return { train, validation, evaluation };
}

/** Errors: too little to learn from. */
function checkTrain(set: RowSet): void {
  if (rowsIn(set) < 2)
    throw new Error(`train: expected at least 2 rows, got ${rowsIn(set)}; add rows that differ`);
  const { data } = set.targets;
  const width = widthOf(set.targets);
  if (data.some((value, i) => value !== data[i % width])) return;
  throw new Error(
    `train targets: expected values that differ from row to row, got the same in all ${rowsIn(set)} (${String(data[0])}${width > 1 ? " …" : ""}): there is nothing to learn; check the column`,
  );
}

function rowSet({ inputs, targets }: RecipeData, what: string): RowSet {
  const blocks = isNamed(inputs)
    ? Object.fromEntries(
        Object.entries(inputs).map(([name, rows]) => [name, blockOf(rows, `${what} input ${name}`)]),
      )
    : { [ONLY_INPUT]: blockOf(inputs, `${what} inputs`) };
  const wanted = blockOf(targets, `${what} targets`);
  const set = { inputs: blocks, targets: wanted.shape.length === 1 ? asColumn(wanted) : wanted };
  for (const [name, block] of Object.entries(blocks)) checkCount(`${what} input ${name}`.trim(), block, set);
  return set;
}

function isNamed(inputs: RecipeData["inputs"]): inputs is Readonly<Record<string, Rows>> {
  return !Array.isArray(inputs) && !("shape" in inputs && Array.isArray(inputs.shape));
}

function asColumn({ data, shape }: Block): Block {
  return { data, shape: [at(shape, 0), 1] };
}

function checkCount(what: string, block: Block, set: RowSet): void {
  if (at(block.shape, 0) === rowsIn(set)) return;
  throw new Error(
    `${what}: expected ${rowsIn(set)} rows, one for each target, got ${at(block.shape, 0)}; check the pairing`,
  );
}

/** Some rows of a set. */
export function pickSet({ inputs, targets }: RowSet, rows: readonly number[]): RowSet {
  return {
    inputs: Object.fromEntries(Object.entries(inputs).map(([name, block]) => [name, takeRows(block, rows)])),
    targets: takeRows(targets, rows),
  };
}

/** The first rows of a set, at most so many. */
export function firstRows(set: RowSet, count: number): RowSet {
  const rows = Array.from({ length: Math.min(count, rowsIn(set)) }, (_, i) => i);
  return pickSet(set, rows);
}

/** Of five rows one is kept for validation. */
const FOLDS = 5;

/** A set too small to be cut is judged on its own rows. */
function cutOff(recipe: Recipe, whole: RowSet): Pick<RowSets, "train" | "validation"> {
  const { kept, judged } = cut(recipe, whole);
  if (judged.length === 0 || kept.length === 0) return { train: whole, validation: whole };
  return { train: pickSet(whole, kept), validation: pickSet(whole, judged) };
}

interface Cut {
  readonly kept: readonly number[];
  readonly judged: readonly number[];
}

function cut({ train: { groups }, trajectory, seed }: Recipe, whole: RowSet): Cut {
  const rows = rowsIn(whole);
  if (groups !== undefined) return byGroup(groups, rows, seed);
  if (trajectory !== undefined) return byTime(rows, widthOf(whole.targets) / 2);
  const order = permutation(splitRng(seed, "split"), rows);
  return {
    kept: order.filter((_, i) => i % FOLDS !== FOLDS - 1),
    judged: order.filter((_, i) => i % FOLDS === FOLDS - 1),
  };
}

/** Whole groups in a seeded order, until a fifth of the rows is reached. */
function byGroup(groups: readonly (string | number)[], rows: number, seed: number): Cut {
  if (groups.length !== rows) {
    throw new Error(
      `groups: expected ${rows}, one for each row, got ${groups.length}; name each row's group`,
    );
  }
  const names = [...new Set(groups)];
  const chosen = new Set<string | number>();
  const share = (): number => groups.filter((group) => chosen.has(group)).length;
  for (const i of permutation(splitRng(seed, "split"), names.length)) {
    if (share() >= rows / FOLDS || chosen.size === names.length - 1) break;
    chosen.add(at(names, i));
  }
  const all = groups.map((_, row) => row);
  return {
    kept: all.filter((row) => !chosen.has(at(groups, row))),
    judged: all.filter((row) => chosen.has(at(groups, row))),
  };
}

/** The last fifth, with the horizon left out between: windows of the two parts do not overlap. */
function byTime(rows: number, horizon: number): Cut {
  const first = rows - Math.floor(rows / FOLDS);
  const all = Array.from({ length: rows }, (_, row) => row);
  return { kept: all.slice(0, Math.max(0, first - horizon)), judged: all.slice(first) };
}
