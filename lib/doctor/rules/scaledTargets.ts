import { meanError } from "../evaluationError";
import { MEASURED } from "../measures/measured";
import { judgedPairs } from "../measures/pairFacts";
import { outcome, say, skipped } from "../measures/outcome";
import { trainingTargets } from "../measures/trainingUnits";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** The same recipe on standardised targets comes out far better: it was the scale. */
export const scaledTargets = {
  id: "scaled-targets",
  cause: "output-scale",
  judge: (evidence) => {
    const { trials, settings } = evidence;
    const pairs = judgedPairs(evidence);
    if (trials?.scaledTargets === undefined || pairs === undefined)
      return skipped("a training on standardised targets (level trial)");
    const own = trials.seeds?.[0] ?? meanError(pairs, settings?.trajectory === undefined ? 1 : 2);
    const ratio = trials.scaledTargets / own;
    const targets = trainingTargets(evidence);
    return outcome({
      wrong: ratio < LIMITS.scaledGain.value,
      severity: "high",
      // Targets of a usual size were not what was wrong: scaled ones only make up for the rate.
      cause:
        targets !== undefined &&
        targets.std < LIMITS.targetScale.value &&
        targets.std > LIMITS.smallTargetScale.value &&
        targets.offset < LIMITS.targetScale.value
          ? "optimiser"
          : "output-scale",
      message: `trained on standardised targets the same recipe comes to an error of ${say(trials.scaledTargets)} in place of ${say(own)}`,
      fine: `trained on standardised targets the same recipe comes to ${say(trials.scaledTargets)}, as it is to ${say(own)}`,
      evidence: { scaled: trials.scaledTargets, own, ratio, limit: LIMITS.scaledGain.value, ...MEASURED },
    });
  },
} satisfies Rule;
