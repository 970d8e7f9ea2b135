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
    const spread = numbers.spreadRatio ?? 0;
    const [varied, constant] = [
      spread >= LIMITS.variedSpread.value,
      spread < LIMITS.constantSpread.value, // which has a rule of its own
    ];
    return outcome({
      wrong: !constant && isUnrelated(facts),
      severity: "high",
      // Labels that say nothing are learnt by heart, and so vary; what hardly varies may as well be a start that nothing moved.
      cause: varied ? "label-or-information" : "optimiser",
      message: `predictions vary (${sayShare(spread)} of the targets' spread) and have nothing to do with the targets: r ${say(numbers.r ?? NaN)} over ${facts.rows} rows`,
      fine: constant
        ? `predictions hardly vary, so they cannot go astray (${sayShare(spread)} of the targets' spread)`
        : `predictions go with the targets: r ${say(numbers.r ?? NaN)}`,
      evidence: { ...numbers, limit: unrelatedLimit(facts) },
    });
  },
} satisfies Rule;
