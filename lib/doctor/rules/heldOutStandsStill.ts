import { courseOf } from "../measures/lossCourse";
import { outcome, say, skipped } from "../measures/outcome";
import { middleRSquared } from "../measures/overOutputs";
import { judgedFacts } from "../measures/pairFacts";
import { type Evidence } from "../evidence";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Held-out rows are predicted all the same: the first epoch was enough, or probabilities went too far. */
function isOfUse(evidence: Evidence): boolean {
  const facts = judgedFacts(evidence);
  return facts?.split === "held-out" && middleRSquared(facts) >= LIMITS.memorisedFresh.value;
}

/** The training loss falls and held-out rows gain nothing at all by it, from the first point on. */
export const heldOutStandsStill = {
  id: "held-out-loss-stands-still",
  cause: "label-or-information",
  judge: (evidence) => {
    const train = courseOf(evidence, "train-loss");
    const validation = courseOf(evidence, "validation-loss");
    if (train === undefined || validation === undefined || validation.finite.length < 3) {
      return skipped("a training loss, and a validation loss with three points or more");
    }
    const learnt = train.drop - 2 * train.dropError;
    const moves = new Set(validation.finite).size > 1; // else nobody evaluates what is trained
    // One epoch may have been enough: then little is left to gain.
    const left = validation.end > LIMITS.muchLeft.value * Math.abs(train.first);
    return outcome({
      wrong: moves && left && learnt > LIMITS.leastDrop.value / 2 && validation.drop < LIMITS.noGain.value,
      severity: isOfUse(evidence) ? "low" : "medium",
      message: `the training loss falls (${say(train.first)} to ${say(train.end)}) and held-out rows gain nothing by it (${say(validation.first)} to ${say(validation.end)})`,
      fine: `held-out rows gain by the training: ${say(validation.first)} to ${say(validation.end)}`,
      evidence: { train: train.drop, validation: validation.drop, limit: LIMITS.noGain.value },
    });
  },
} satisfies Rule;
