import { judgedFacts } from "../measures/pairFacts";
import { agreementNumbers, overOutputs } from "../measures/overOutputs";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** The mean of the targets would have been better than the model. */
export const worseThanConstant = {
  id: "worse-than-constant",
  cause: "optimiser",
  judge: (evidence) => {
    const facts = judgedFacts(evidence);
    if (facts === undefined || facts.outputs.length === 0 || facts.rows < 10) {
      return skipped("ten rows of predictions beside targets that vary");
    }
    const rSquared = overOutputs(facts, (output) => output.rSquared);
    const numbers = agreementNumbers(facts);
    const away = overOutputs(
      facts,
      ({ predictedMean, targetMean, targetStd }) => Math.abs(predictedMean - targetMean) / targetStd,
    );
    const limit = LIMITS.worseThanConstant.value - 2 / Math.sqrt(facts.rows);
    return outcome({
      wrong: rSquared < limit,
      severity: "medium",
      // Far too wide: thrown out. Far beside the targets: never arrived. Else learnt from what does not hold.
      cause:
        (numbers.spreadRatio ?? 0) > LIMITS.thrownOut.value
          ? "optimiser"
          : away > LIMITS.farAway.value
            ? "output-scale"
            : "label-or-information",
      message: `the mean of the targets would do better than the model: R² ${say(rSquared)}`,
      fine: `the model does no worse than the mean of the targets: R² ${say(rSquared)}`,
      evidence: { ...numbers, away, limit },
    });
  },
} satisfies Rule;
