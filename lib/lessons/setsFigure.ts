import { setName } from "../experiments/fixSets";
import { type WhichFix } from "../experiments/whichFix";
import { type Figure } from "../plots/figure";
import { setMap } from "../plots/setMap";
import { FIX_WORDS } from "./fixWords";
import { LABEL_NAMES } from "./runFigures";

/** The map of all sets of fixes that a study made: mean error and dead runs of each, a star on the sufficient ones. */
export function setsFigure({ sets, labels, seeds, sufficient, choices }: WhichFix): Figure {
  const dead = sets.filter(({ outcomes }) => outcomes.some((outcome) => outcome.dead)).length;
  const count = `${sufficient.length} ${sufficient.length === 1 ? "set is" : "sets are"}`;
  return setMap({
    title: `All ${sets.length} sets of fixes, ${LABEL_NAMES[labels]}`,
    factors: FIX_WORDS,
    sets,
    starred: sufficient,
    summary: `${sets.length} sets of ${seeds} runs each: in ${dead} of them runs die; ${count} within 5 % of the best on nine seeds of ten (★). On half of the seeds the best is ${setName(choices.best.set)}, the smallest sufficient one ${setName(choices.smallest.set)}.`,
  });
}
