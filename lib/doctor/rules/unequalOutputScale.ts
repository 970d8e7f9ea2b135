import { endsWell } from "../measures/endsWell";
import { judgedFacts } from "../measures/pairFacts";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Outputs of a small scale are not learnt beside large ones, whose loss drowns theirs. */
export const unequalOutputScale = {
  id: "unequal-output-scale",
  cause: "output-scale",
  judge: (evidence) => {
    const scaling = evidence.settings?.scaling?.targets ?? "none";
    if (scaling === "standardise" || scaling === "standardise-steps" || scaling === "robust") {
      return { kind: "clear", message: `the loss sees all outputs at one scale (${scaling})`, evidence: {} };
    }
    const facts = judgedFacts(evidence);
    if (facts === undefined || facts.outputs.length < 2 || facts.rows < 10) {
      return skipped("ten rows of predictions of two outputs or more");
    }
    const bySize = [...facts.outputs].sort((a, b) => a.targetStd - b.targetStd);
    const [small, large] = [bySize[0], bySize.at(-1)];
    if (small === undefined || large === undefined) return skipped("two outputs");
    const ratio = large.targetStd / small.targetStd;
    const gap = Math.max(0, large.rSquared) - Math.max(0, small.rSquared);
    return outcome({
      wrong: ratio > LIMITS.scaleRatio.value && gap > LIMITS.scaleGap.value,
      severity: endsWell(evidence) ? "low" : "high",
      message: `${large.name} spreads ${say(ratio)} times as far as ${small.name} and is learnt (R² ${say(large.rSquared)}), ${small.name} is not (${say(small.rSquared)}): the loss sees the large one only`,
      fine: `the outputs' spreads differ by ${say(ratio)}, their R² by ${say(gap)}`,
      evidence: { ratio, largeR2: large.rSquared, smallR2: small.rSquared, limit: LIMITS.scaleRatio.value },
    });
  },
} satisfies Rule;
