import { depthRatio } from "../measures/depthRatio";
import { endsWell } from "../measures/endsWell";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** The first layers get far more gradient than the last: depth multiplies it. */
export const explodingGradient = {
  id: "exploding-gradient",
  cause: "architecture",
  judge: (evidence) => {
    const depth = depthRatio(evidence);
    if (depth === undefined) return skipped("gradient norms of three trainable layers or more");
    const { first, last, ratio } = depth;
    const limit = LIMITS.exploding.value;
    return outcome({
      wrong: ratio > limit,
      severity: endsWell(evidence) ? "low" : "high",
      message: `gradients explode on their way back: at ${first} they are ${say(ratio)} times those at ${last}, by weight`,
      fine: `gradients at ${first} are ${say(ratio)} times those at ${last}, by weight`,
      evidence: { ratio, limit },
    });
  },
} satisfies Rule;
