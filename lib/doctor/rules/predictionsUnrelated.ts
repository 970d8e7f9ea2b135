import { judgedFacts } from "../measures/pairFacts";
import { agreementNumbers } from "../measures/overOutputs";
import { isUnrelated, unrelatedLimit } from "../measures/unrelated";
import { outcome, say, sayShare, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Predictions vary, but not with the targets: learnt by heart from labels that say nothing, or paired wrongly. */
export const predictionsUnrelated = {
  id: "predictions-unrelated",
  cause: "label-or-information",
  judge: (evidence) => {
    const facts = judgedFacts(evidence);
    if (facts === undefined || facts.outputs.length === 0 || facts.rows < 20) {
      return skipped("twenty rows of predictions beside targets that vary");
    }
    const numbers = agreementNumbers(facts);
    const varied = (numbers.spreadRatio ?? 0) >= LIMITS.variedSpread.value;
    return outcome({
      wrong: varied && isUnrelated(facts),
      severity: "high",
      message: `predictions vary (${sayShare(numbers.spreadRatio ?? NaN)} of the targets' spread) and have nothing to do with the targets: r ${say(numbers.r ?? NaN)} over ${facts.rows} rows`,
      fine: varied
        ? `predictions go with the targets: r ${say(numbers.r ?? NaN)}`
        : `predictions hardly vary, so they cannot go astray (${sayShare(numbers.spreadRatio ?? NaN)} of the targets' spread)`,
      evidence: { ...numbers, limit: unrelatedLimit(facts) },
    });
  },
} satisfies Rule;
