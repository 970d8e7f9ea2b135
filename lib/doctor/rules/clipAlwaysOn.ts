import { courseOf } from "../measures/lossCourse";
import { median } from "../../math/statistics";
import { outcome, say, sayShare, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** A clip that cuts every gradient is a second learning rate; Adam, which divides by the size, hardly feels it. */
export const clipAlwaysOn = {
  id: "clip-always-on",
  cause: "optimiser",
  judge: (evidence) => {
    const optimizer = evidence.settings?.optimizer;
    const norms = courseOf(evidence, "gradient-norm")?.finite;
    if (optimizer?.clipNorm === undefined || norms === undefined)
      return skipped("a clip norm, and gradient norms before it");
    const { clipNorm, name } = optimizer;
    const share = norms.filter((norm) => norm > clipNorm).length / norms.length;
    const ratio = median(norms) / clipNorm;
    const felt = name === "sgd" || name === "momentum";
    return outcome({
      wrong: share > LIMITS.clipShare.value && ratio > LIMITS.clipRatio.value,
      severity: felt ? "high" : "low",
      message: `the clip of ${say(clipNorm)} cuts ${sayShare(share)} of the gradients, which are ${say(ratio)} times as large: every step is cut to a fraction${felt ? "" : ` (${name} hardly feels it)`}`,
      fine: `the clip of ${say(clipNorm)} cuts ${sayShare(share)} of the gradients`,
      evidence: { share, ratio, clipNorm, limit: LIMITS.clipRatio.value },
    });
  },
} satisfies Rule;
