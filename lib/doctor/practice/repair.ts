import { mean } from "../../math/statistics";
import { type Change } from "../change";
import { startClock } from "../clock";
import { type Evidence } from "../evidence";
import { type Fault } from "../faults/fault";
import { rowSets } from "../fit/rowSets";
import { metricOf, metricOfConstant } from "../metric";
import { whereKernelsAre } from "../plainBackend";
import { baseArm, proposalArm, randomArm, type Arm } from "../prove/arms";
import { type Recipe } from "../recipe";
import { heldOutPairs } from "../recipeEvidence";
import { trainAgain } from "../trial/trainAgain";
import { drawOf } from "./draw";
import { errorOf, recipeOfSeed } from "./practiceCase";

/** Seeds beyond the recipe's own, and beyond those that trials took: sets are chosen by one and judged by others. */
const SEEDS = { choosing: [11], judging: [12, 13] } as const;
/** Random sets where the doctor proposes nothing to train. */
const LEAST_RANDOM = 3;
/** A gap smaller than this on the judging seeds is none that could be closed. */
const LEAST_GAP = 0.04;
/** A repair closes this share of the gap to the healthy twin. */
export const REPAIRED = 0.8;

/** Sets of changes tried on a faulty recipe: mean errors on seeds that chose nothing. */
export interface Repair {
  readonly base: number;
  readonly healthy: number;
  /** Of the proposal that did best on the choosing seed. */
  readonly proposal?: TriedSet;
  /** Of the random set that did. */
  readonly random?: TriedSet;
}

export interface TriedSet {
  readonly changes: readonly Change[];
  readonly error: number;
}

/** Whether another training can mend the fault at all: not wrong labels, a leaked split or a wrong log. */
export const isMendable = ({ cause, family }: Fault): boolean =>
  cause !== "label-or-information" && family !== "book-keeping" && family !== "split leak";

/** The healthy recipe of a seed with a fault in it. */
export const faultyRecipe = (fault: Fault, seed: number): Recipe =>
  fault.apply(recipeOfSeed(seed).recipe, drawOf(seed));

/** Tries every proposal, and as many random sets of as many changes and updates each; data changes are left out. */
export async function tryRepairs(
  fault: Fault,
  seed: number,
  proposals: readonly (readonly Change[])[],
): Promise<Repair> {
  return whereKernelsAre(
    () => tryHere(fault, seed, proposals),
    () => undefined,
  );
}

async function tryHere(
  fault: Fault,
  seed: number,
  proposals: readonly (readonly Change[])[],
): Promise<Repair> {
  const { family, recipe: healthy } = recipeOfSeed(seed);
  const recipe = faultyRecipe(fault, seed);
  const bench = { recipe, sets: rowSets(recipe) };
  const base = await baseArm(bench);
  const own: Arm[] = [];
  for (const [i, changes] of trainingSets(proposals).entries()) {
    const made = await proposalArm(bench, changes, i + 1);
    if (!("error" in made)) own.push(made);
  }
  const random: Arm[] = [];
  for (const [i, like] of likeProposals(own, base).entries())
    random.push(await randomArm(bench, like, i + 1));
  const errors = (of: Recipe, seeds: readonly number[]) =>
    errorOn(
      of,
      family,
      seeds.map((by) => seed + by),
    );
  const best = async (arms: readonly Arm[]): Promise<TriedSet | undefined> => {
    const chosen = await lowest(arms, (arm) => errors(arm.recipe, SEEDS.choosing));
    if (chosen === undefined) return undefined;
    return { changes: chosen.changes, error: await errors(chosen.recipe, SEEDS.judging) };
  };
  const [proposal, chance] = [await best(own), await best(random)];
  return {
    base: await errors(base.recipe, SEEDS.judging),
    healthy: await errors(healthy, SEEDS.judging),
    ...(proposal === undefined ? {} : { proposal }),
    ...(chance === undefined ? {} : { random: chance }),
  };
}

function trainingSets(proposals: readonly (readonly Change[])[]): (readonly Change[])[] {
  return proposals.map((set) => set.filter(({ kind }) => kind !== "data")).filter((set) => set.length > 0);
}

/** What random sets are drawn like: the proposals or, where there is none, single changes. */
function likeProposals(own: readonly Arm[], base: Arm): readonly Arm[] {
  if (own.length > 0) return own;
  const single: Change = { kind: "epochs", to: base.recipe.epochs };
  return Array.from({ length: LEAST_RANDOM }, () => ({ ...base, changes: [single] }));
}

async function lowest<T>(all: readonly T[], of: (one: T) => Promise<number>): Promise<T | undefined> {
  let best: { one: T; error: number } | undefined;
  for (const one of all) {
    const error = await of(one);
    if (best === undefined || error < best.error) best = { one, error };
  }
  return best?.one;
}

/** Mean error over seeds; Infinity where one ends at no number. */
async function errorOn(
  recipe: Recipe,
  family: Parameters<typeof errorOf>[0]["family"],
  seeds: readonly number[],
): Promise<number> {
  const errors: number[] = [];
  for (const seed of seeds) {
    const error = await trainAgain({ ...recipe, seed }, startClock({}, 1), (ready) =>
      errorOf({ family }, heldOutPairs(ready)),
    );
    errors.push(error ?? Infinity);
  }
  return mean(errors);
}

/**
 * The share of the gap to the healthy twin that a set closes; a faulty run counts no worse than the best constant, which
 * anybody may answer. Undefined where the gap is none on these seeds.
 */
export function gapClosed(
  { base, healthy }: Pick<Repair, "base" | "healthy">,
  constant: number,
  error: number | undefined,
): number | undefined {
  const gap = Math.min(base, constant) - healthy;
  if (!(gap >= LEAST_GAP)) return undefined;
  return error === undefined ? 0 : (Math.min(base, constant) - error) / gap;
}

/** Error of the best constant on the held-out rows: 1 in spreads of the targets, of classifiers a share of the rows. */
export function errorOfConstant(seed: number, { pairs = [] }: Evidence): number {
  const { family, recipe } = recipeOfSeed(seed);
  const targets = pairs.find(({ split }) => split === "held-out")?.targets ?? [];
  return family === "classifier" ? 1 - metricOfConstant(metricOf(recipe), targets) : 1;
}
