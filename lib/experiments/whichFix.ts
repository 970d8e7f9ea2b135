import { at } from "../math/at";
import { type Outcome } from "../math/effects/effect";
import { mainEffect, pairEffect, shapleyShares } from "../math/effects/factorial";
import { pairedInterval, type MeanInterval } from "../math/effects/pairedInterval";
import { chooseAndReport, type Choices } from "../math/effects/sufficientSets";
import { type LabelSet } from "../training/config";
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
  readonly seeds: number;
  readonly sets: readonly { readonly set: number; readonly outcomes: readonly Outcome[] }[];
  readonly fixes: readonly FixShare[];
  readonly pairs: readonly PairShare[];
  /** Sets in `SET_FIXES`' bits. */
  readonly choices: Choices;
}

/**
 * Main effects, pairs, Shapley's shares and chosen sets of a study of sets. Throws where a set lacks seeds that others
 * have, on fewer than two seeds, and on a run that diverged.
 */
export function whichFix(results: StudyResults): WhichFix {
  const onWrong = results.study === "sets-wrong";
  const labels = onWrong ? "first-car" : "ego-pose";
  const wanted = onWrong ? SETS_WITHOUT_MSE : [...Array(SETS).keys()];
  const sets = wanted.map((set) => ({
    set,
    outcomes: outcomesOfArm(results, { name: setName(set), labels }),
  }));
  const errors = sets.map(({ outcomes }) => outcomes.map(({ error }) => error));
  const choices = chooseAndReport(errors); // refuses unequal seeds
  const deaths = sets.map(({ outcomes }) => outcomes.map(({ dead }) => Number(dead)));
  const fixes = SET_FIXES.flatMap((name, i) => (onWrong && name === "loss" ? [] : [i + 1]));
  const globally = (choice: Choices["best"]): Choices["best"] => ({ ...choice, set: at(wanted, choice.set) });
  return {
    ...{ labels, sets, seeds: at(errors, 0).length },
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
    choices: { best: globally(choices.best), smallest: globally(choices.smallest) },
  };
}

/** A measure of all sets, taken seed by seed. */
function overSeeds(
  bySet: readonly (readonly number[])[],
  of: (values: readonly number[]) => number,
): MeanInterval {
  return pairedInterval(at(bySet, 0).map((_, seed) => of(bySet.map((values) => at(values, seed)))));
}
