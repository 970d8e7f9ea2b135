import { judgedFacts } from "../measures/pairFacts";
import { overOutputs } from "../measures/overOutputs";
import { outcome, say, sayShare, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Every row gets the same answer. */
export const constantOutput = {
  id: "constant-output",
  cause: "optimiser",
  judge: (evidence) => {
    const facts = judgedFacts(evidence);
    if (facts === undefined || facts.outputs.length === 0 || facts.rows < 3) {
      return skipped("three rows of predictions beside targets that vary");
    }
    const ratio = overOutputs(facts, ({ spreadRatio }) => spreadRatio);
    const r = overOutputs(facts, (output) => output.r);
    const limit = LIMITS.constantSpread.value;
    const away = overOutputs(
      facts,
      ({ predictedMean, targetMean, targetStd }) => Math.abs(predictedMean - targetMean) / targetStd,
    );
    const exact = ratio < LIMITS.exactlyConstant.value;
    return outcome({
      // Small and in the right order is another thing: too narrow.
      wrong: ratio < limit && r < LIMITS.orderRight.value,
      severity: "high",
      // Beside the targets they never arrived; the very same number for all is a network that lets nothing through.
      cause: away > LIMITS.farAway.value ? "output-scale" : exact ? "architecture" : "optimiser",
      message: `every row gets nearly the same answer: predictions spread over ${sayShare(ratio)} of what the targets do, in no order, around ${say(facts.outputs[0]?.predictedMean ?? NaN)}`,
      fine: `predictions spread over ${sayShare(ratio)} of what the targets do`,
      evidence: { spreadRatio: ratio, r, away, rows: facts.rows, limit },
    });
  },
} satisfies Rule;
