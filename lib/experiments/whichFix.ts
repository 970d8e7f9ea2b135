import { at } from "../math/at";
import { effectOf, type Effect, type Outcome } from "../math/effects/effect";
import { mainEffect, pairEffect, shapleyShares } from "../math/effects/factorial";
import { pairedInterval, type MeanInterval } from "../math/effects/pairedInterval";
import { chooseAndReport, sufficientSets, type Choices } from "../math/effects/sufficientSets";
import { type LabelSet, type Speed } from "../training/config";
import { SET_FIXES, SETS, SETS_WITHOUT_MSE, setName } from "./fixSets";
import { outcomesOfArm, type StudyResults } from "./studyFile";

/** What one fix did over all sets of the others; metres and deaths a run, below 0 is better. */
export interface FixShare {
  /** As the document counts them. */
  readonly fix: number;
  /** Mean over all sets of the others, with its interval over seeds. */
  readonly main: MeanInterval;
  /** Its share of the way from nothing to all. */
  readonly error: MeanInterval;
  readonly deaths: MeanInterval;
}

/** What two fixes do beyond the sum of each. */
export interface PairShare {
  readonly fixes: readonly [number, number];
  readonly effect: MeanInterval;
}

/** Which fix did what, from all sets of them; dead runs count with the error they end at. */
export interface WhichFix {
  readonly labels: LabelSet;
  readonly speed: Speed;
  readonly seeds: number;
  readonly sets: readonly { readonly set: number; readonly outcomes: readonly Outcome[] }[];
  readonly fixes: readonly FixShare[];
  readonly pairs: readonly PairShare[];
  /** Sets within 5 % of the best on nine seeds of ten, found and told by all seeds; in `SET_FIXES`' bits. */
  readonly sufficient: readonly number[];
  /** Chosen on the first half of the seeds, told by the second; in the same bits. */
  readonly choices: Choices;
}

/**
 * Main effects, pairs, Shapley's shares and chosen sets of a study of sets. Throws where a set lacks seeds that others
 * have, on fewer than two seeds, and on a run whose error is no number, which it names.
 */
export function whichFix(results: StudyResults): WhichFix {
  const onWrong = results.study === "sets-wrong";
  const labels = onWrong ? "first-car" : "ego-pose";
  const wanted = onWrong ? SETS_WITHOUT_MSE : [...Array(SETS).keys()];
  const sets = wanted.map((set) => ({
    set,
    outcomes: outcomesOfArm(results, { name: setName(set), labels }),
  }));
  for (const { set, outcomes } of sets) requireNumbers(set, outcomes);
  const errors = sets.map(({ outcomes }) => outcomes.map(({ error }) => error));
  const choices = chooseAndReport(errors); // refuses unequal seeds
  const deaths = sets.map(({ outcomes }) => outcomes.map(({ dead }) => Number(dead)));
  const fixes = SET_FIXES.flatMap((name, i) => (onWrong && name === "loss" ? [] : [i + 1]));
  const globally = (choice: Choices["best"]): Choices["best"] => ({ ...choice, set: at(wanted, choice.set) });
  return {
    ...{ labels, speed: results.speed, sets, seeds: at(errors, 0).length },
    fixes: fixes.map((fix, i) => ({
      fix,
      main: overSeeds(errors, (values) => mainEffect(values, i)),
      error: overSeeds(errors, (values) => at(shapleyShares(values), i)),
      deaths: overSeeds(deaths, (values) => at(shapleyShares(values), i)),
    })),
    pairs: fixes.flatMap((first, i) =>
      fixes.slice(i + 1).map((second, k) => ({
        fixes: [first, second] as const,
        effect: overSeeds(errors, (values) => pairEffect(values, i, i + 1 + k)),
      })),
    ),
    sufficient: sufficientSets(errors).map((place) => at(wanted, place)),
    choices: { best: globally(choices.best), smallest: globally(choices.smallest) },
  };
}

/** What a set does beside another, seed by seed, by the collection's rule; of `seeds` only the last so many are taken. */
export function effectOfSet(
  { sets }: Pick<WhichFix, "sets">,
  set: number,
  { base = 0, seeds = Infinity }: { readonly base?: number; readonly seeds?: number } = {},
): Effect {
  const outcomes = (wanted: number): readonly Outcome[] => outcomesOfSet(sets, wanted).slice(-seeds);
  return effectOf(outcomes(base), outcomes(set));
}

/** The runs of one set, seed by seed. Throws when the study has none. */
export function outcomesOfSet(sets: WhichFix["sets"], set: number): readonly Outcome[] {
  const found = sets.find((one) => one.set === set)?.outcomes;
  if (found !== undefined) return found;
  throw new RangeError(
    `set of fixes: expected one that was run, got ${setName(set)}; on wrong labels leave fix 4 out`,
  );
}

function requireNumbers(set: number, outcomes: readonly Outcome[]): void {
  const bad = outcomes.find(({ error }) => !Number.isFinite(error));
  if (bad !== undefined)
    throw new RangeError(
      `which fix: expected errors that are numbers, got ${bad.error} for set ${setName(set)}, seed ${bad.seed}: it diverged; look at that run`,
    );
}

/** A measure of all sets, taken seed by seed. */
function overSeeds(
  bySet: readonly (readonly number[])[],
  of: (values: readonly number[]) => number,
): MeanInterval {
  return pairedInterval(at(bySet, 0).map((_, seed) => of(bySet.map((values) => at(values, seed)))));
}
