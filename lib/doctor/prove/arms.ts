import { splitRng } from "../../math/rng";
import { updatesPerEpoch } from "../../training/epochPlan";
import { type Change } from "../change";
import { applyChanges } from "../changes/applyChange";
import { changeText } from "../changeText";
import { costOfTraining } from "../cost";
import { makeReady } from "../fit/ready";
import { rowsIn, type RowSets } from "../fit/rowSets";
import { pilot } from "../pilot";
import { type Recipe } from "../recipe";
import { recipeOf } from "../trial/recipeOf";
import { type ProofArm } from "./proof";
import { drawChanges } from "./randomChanges";

/** A recipe to be trained on every seed, known to train. */
export interface Arm extends Pick<ProofArm, "kind" | "name" | "changes" | "updates"> {
  readonly recipe: Recipe;
  /** Of one training, about. */
  readonly seconds: number;
}

/** A recipe with its rows cut once: no seed and no change cuts them anew. */
export interface Bench {
  readonly recipe: Recipe;
  readonly sets: RowSets;
}

/** Random sets that cannot be trained are drawn again. */
const TRIES = 20;

const wordsOf = (changes: readonly Change[]): string => changes.map(changeText).join(", and ");

/** The recipe as it is. Errors: one that cannot be trained. */
export async function baseArm(bench: Bench): Promise<Arm> {
  return armOf(bench, { kind: "base", name: "as it is", changes: [] });
}

/** A set of changes that the recipe cannot take, or not be trained with. */
export interface Refused {
  readonly changes: readonly Change[];
  readonly error: Error;
}

/** The recipe with a set of changes, tried for one step; or why that cannot be, by the set. */
export async function proposalArm(
  bench: Bench,
  changes: readonly Change[],
  place: number,
): Promise<Arm | Refused> {
  try {
    return await armOf(bench, { kind: "proposal", name: wordsOf(changes), changes });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { changes, error: new Error(`proposal ${place} (${wordsOf(changes)}): ${why}`, { cause: error }) };
  }
}

/** As many random changes as the first proposal has, trained for as many updates. */
export async function randomArm(bench: Bench, first: Arm, place: number): Promise<Arm> {
  const { epochs } = withUpdates(bench, bench.recipe, first.updates);
  let last: unknown;
  for (let i = 0; i < TRIES; i++) {
    const rng = splitRng(bench.recipe.seed, `prove/random/${place}/${i}`);
    const changes = drawChanges(bench.recipe, { count: first.changes.length, epochs, rng });
    const name = `random ${place}: ${wordsOf(changes)}`;
    try {
      return await armOf(bench, { kind: "random", name, changes }, first.updates);
    } catch (error) {
      last = error; // another loss or activation may not fit these targets
    }
  }
  throw new Error(`random changes: expected a set that trains, got none in ${TRIES} draws; prove without`, {
    cause: last,
  });
}

async function armOf(
  bench: Bench,
  named: Pick<Arm, "kind" | "name" | "changes">,
  updates?: number,
): Promise<Arm> {
  const changed = applyChanges(bench.recipe, named.changes);
  const long = updates === undefined ? changed : withUpdates(bench, changed, updates);
  const recipe = recipeOf({ recipe: long, sets: bench.sets });
  const ready = await makeReady(recipe);
  try {
    return { ...named, recipe, ...costOfTraining(ready, pilot(ready)) };
  } finally {
    ready.model.dispose();
  }
}

/** The recipe with the epochs whose updates come nearest to so many. */
function withUpdates({ sets }: Bench, recipe: Recipe, updates: number): Recipe {
  const { batchSize, accumulation = 1 } = recipe;
  const perEpoch = updatesPerEpoch({ batchSize, accumulation }, rowsIn(sets.train));
  return { ...recipe, epochs: Math.max(1, Math.round(updates / perEpoch)) };
}
