import { median, quantile } from "../../math/statistics";
import { judgedFacts, type OutputFacts } from "../measures/pairFacts";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** How many times wider the spread is with the rows far out than without: std over the 5–95 % width of a normal. */
function widening({ target, targetStd }: OutputFacts): number {
  const width = (quantile(target, 0.95) - quantile(target, 0.05)) / 3.29;
  return width > 0 ? targetStd / width : 1;
}

/** A few targets far out set the scale: every other row is squeezed into a corner of it. */
export const outlierInScaler = {
  id: "outlier-in-scaler",
  cause: "label-or-information",
  judge: (evidence) => {
    const facts = judgedFacts(evidence);
    if (facts === undefined || facts.outputs.length === 0 || facts.rows < 40) {
      return skipped("forty rows of targets that vary");
    }
    const all = facts.outputs.map((output) => ({ output, wide: widening(output) }));
    const { output, wide } = all.reduce((a, b) => (a.wide >= b.wide ? a : b));
    return outcome({
      wrong: wide > LIMITS.widening.value,
      severity: "medium",
      message: `a few targets of ${output.name} lie so far out that its spread is ${say(wide)} times that of the other rows (median ${say(median(output.target))}): a scale taken from all of them squeezes the rest`,
      fine: `no target lies so far out that it sets the scale (spread ${say(wide)} times that of the middle rows)`,
      evidence: { widening: wide, limit: LIMITS.widening.value },
    });
  },
} satisfies Rule;
