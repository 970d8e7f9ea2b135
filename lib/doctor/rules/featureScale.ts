import { endsWell } from "../measures/endsWell";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Features behind the head are far from the size of 1 before the first update. */
export const featureScale = {
  id: "feature-scale",
  cause: "optimiser",
  judge: (evidence) => {
    const last = evidence.stages?.findLast(({ when }) => when === "start");
    if (last === undefined) return skipped("activations by stage before the first update");
    const limit = LIMITS.featureScale.value;
    return outcome({
      wrong: last.std > limit || last.std < 1 / limit,
      severity: endsWell(evidence) ? "low" : "medium",
      message: `features before the head (${last.stage}) spread over ${say(last.std)} at the start: the head's steps are as much too ${last.std > limit ? "long" : "short"}`,
      fine: `features before the head (${last.stage}) spread over ${say(last.std)} at the start`,
      evidence: { std: last.std, limit },
    });
  },
} satisfies Rule;
