import { endsWell } from "../measures/endsWell";
import { outcome, say, skipped } from "../measures/outcome";
import { trainingTargets } from "../measures/trainingUnits";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Targets far from the size of 1 that heads, rates and losses are made for, as the loss sees them. */
export const targetScale = {
  id: "target-scale",
  cause: "output-scale",
  judge: (evidence) => {
    const targets = trainingTargets(evidence);
    if (targets === undefined) return skipped("how targets were scaled, and their spread");
    const size = Math.max(targets.std, targets.offset);
    const small = size < LIMITS.smallTargetScale.value;
    return outcome({
      wrong: size > LIMITS.targetScale.value || small,
      severity: endsWell(evidence) ? "low" : "high",
      message: `training sees targets of a spread of ${say(targets.std)} around ${say(targets.offset)}, unscaled: heads, learning rates and losses are made for targets around 1`,
      fine: `targets are of the size training is made for (spread ${say(targets.std)})`,
      evidence: {
        targetStd: targets.std,
        targetOffset: targets.offset,
        limit: small ? LIMITS.smallTargetScale.value : LIMITS.targetScale.value,
      },
    });
  },
} satisfies Rule;
