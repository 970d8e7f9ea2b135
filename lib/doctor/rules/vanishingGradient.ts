import { depthRatio } from "../measures/depthRatio";
import { endsWell } from "../measures/endsWell";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** The first layers get next to no gradient: only the last ones learn. */
export const vanishingGradient = {
  id: "vanishing-gradient",
  cause: "architecture",
  judge: (evidence) => {
    const depth = depthRatio(evidence);
    if (depth === undefined) return skipped("gradient norms of three trainable layers or more");
    const { first, last, ratio } = depth;
    const limit = LIMITS.vanishing.value;
    return outcome({
      wrong: ratio < limit,
      severity: endsWell(evidence) ? "low" : "high",
      message: `gradients vanish on their way back: at ${first} they are ${say(ratio)} times those at ${last}, by weight`,
      fine: `gradients at ${first} are ${say(ratio)} times those at ${last}, by weight`,
      evidence: { ratio, limit },
    });
  },
} satisfies Rule;
