import { type Cause } from "../diagnosis";
import { judgedFacts, type PairFacts } from "../measures/pairFacts";
import { agreementNumbers, middleRSquared, overOutputs } from "../measures/overOutputs";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Targets far from 0 beside their spread, or thousandths wide: no head begins there. */
function haveOddSize(facts: PairFacts): boolean {
  const far = overOutputs(facts, ({ targetMean, targetStd }) => Math.abs(targetMean) / targetStd);
  const size = overOutputs(facts, ({ targetMean, targetStd }) => Math.abs(targetMean) + targetStd);
  return far > LIMITS.farFromZero.value || size < LIMITS.smallTargetScale.value;
}

interface Place {
  readonly spreadRatio: number;
  /** Spreads of the target between the means of targets and predictions. */
  readonly away: number;
  readonly oddSize: boolean;
  readonly r: number;
}

/** Far too wide in the right order: a factor; else thrown out. Far beside the targets: never arrived. Else learnt from what does not hold. */
function causeOf({ spreadRatio, away, oddSize, r }: Place): Cause {
  const [wide, beside] = [spreadRatio > LIMITS.thrownOut.value, away > LIMITS.farAway.value];
  if (wide && r > LIMITS.orderRight.value) return "evaluation";
  if (wide && !oddSize) return "optimiser";
  return wide || beside ? "output-scale" : "label-or-information";
}

/** The mean of the targets would have been better than the model. */
export const worseThanConstant = {
  id: "worse-than-constant",
  cause: "optimiser",
  judge: (evidence) => {
    const facts = judgedFacts(evidence);
    if (facts === undefined || facts.outputs.length === 0 || facts.rows < 10) {
      return skipped("ten rows of predictions beside targets that vary");
    }
    const rSquared = middleRSquared(facts);
    const numbers = agreementNumbers(facts);
    const away = overOutputs(
      facts,
      ({ predictedMean, targetMean, targetStd }) => Math.abs(predictedMean - targetMean) / targetStd,
    );
    const limit = LIMITS.worseThanConstant.value - 2 / Math.sqrt(facts.rows);
    return outcome({
      wrong: rSquared < limit,
      severity: "medium",
      cause: causeOf({
        ...{ spreadRatio: numbers.spreadRatio ?? 0, r: numbers.r ?? 0 },
        ...{ away, oddSize: haveOddSize(facts) },
      }),
      message: `the mean of the targets would do better than the model: R² ${say(rSquared)}`,
      fine: `the model does no worse than the mean of the targets: R² ${say(rSquared)}`,
      evidence: { ...numbers, away, limit },
    });
  },
} satisfies Rule;
