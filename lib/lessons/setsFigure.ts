import { type WhichFix } from "../experiments/whichFix";
import { setName } from "../experiments/fixSets";
import { type Figure } from "../plots/figure";
import { setMap } from "../plots/setMap";
import { LABEL_NAMES } from "./runFigures";

/** The six fixes that change a number, in a word or two. */
const FACTORS = ["fusion", "initial weights", "pooling", "MSE", "learning rate", "strategy"] as const;

/** The map of all sets of fixes that a study made: mean error and dead runs of each. */
export function setsFigure({ sets, labels, seeds, choices }: WhichFix): Figure {
  const dead = sets.filter(({ outcomes }) => outcomes.some((outcome) => outcome.dead)).length;
  return setMap({
    title: `All ${sets.length} sets of fixes, ${LABEL_NAMES[labels]}`,
    factors: FACTORS,
    sets,
    summary: `${sets.length} sets of ${seeds} runs each: in ${dead} of them runs die; on half of the seeds the best is ${setName(choices.best.set)}, the smallest sufficient one ${setName(choices.smallest.set)}.`,
  });
}
