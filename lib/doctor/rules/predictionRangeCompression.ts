import { endsWell } from "../measures/endsWell";
import { judgedFacts, type OutputFacts } from "../measures/pairFacts";
import { agreementNumbers, overOutputs } from "../measures/overOutputs";
import { outcome, say, sayShare, skipped } from "../measures/outcome";
import { unrelatedLimit } from "../measures/unrelated";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Right order, too narrow: the targets rise faster than the predictions, beyond two standard errors. */
function compressed(
  { r, spreadRatio, spreadError, slope, slopeError }: OutputFacts,
  leastOrder: number,
): boolean {
  return (
    r > leastOrder &&
    spreadRatio + 2 * spreadError < LIMITS.compressedSpread.value &&
    slope - 2 * slopeError > LIMITS.compressedSlope.value
  );
}

/** Targets around 0, so that unscaled predictions have the right middle as well. */
const nearZero = ({ targetMean, targetStd }: OutputFacts): boolean =>
  Math.abs(targetMean) < LIMITS.offsetApart.value * targetStd;

/** Predictions in the right order and too small; noise alone narrows them too, but leaves the slope at 1. */
export const predictionRangeCompression = {
  id: "prediction-range-compression",
  cause: "output-scale",
  judge: (evidence) => {
    const facts = judgedFacts(evidence);
    if (facts === undefined || facts.outputs.length === 0 || facts.rows < 10) {
      return skipped("ten rows of held-out predictions beside targets that vary");
    }
    if (facts.split === "train") return skipped("held-out predictions: on training rows the slope lies");
    const narrow = facts.outputs.filter((output) => compressed(output, unrelatedLimit(facts)));
    const [worst] = [...narrow].sort((a, b) => b.slope - a.slope);
    const numbers = agreementNumbers(facts);
    const size = overOutputs(facts, ({ targetMean, targetStd }) => Math.abs(targetMean) + targetStd);
    const away = overOutputs(
      facts,
      ({ predictedMean, targetMean, targetStd }) => Math.abs(predictedMean - targetMean) / targetStd,
    );
    // Predictions around the right place were scaled back: what kept them narrow was the training.
    const unscaled =
      size > LIMITS.targetScale.value && (away > LIMITS.offsetApart.value || facts.outputs.every(nearZero));
    return outcome({
      wrong: narrow.length > 0 && narrow.length >= facts.outputs.length / 2,
      severity: endsWell(evidence) ? "medium" : "high",
      cause: unscaled ? "output-scale" : "optimiser",
      message: `predictions are in the right order and too narrow: ${worst?.name ?? ""} spreads over ${sayShare(worst?.spreadRatio ?? NaN)} of what its targets do (${narrow.length} of ${facts.outputs.length} outputs, slope ${say(worst?.slope ?? NaN)})`,
      fine: `predictions are not squeezed: spread ${say(numbers.spreadRatio ?? NaN)}, slope ${say(numbers.slope ?? NaN)}, r ${say(numbers.r ?? NaN)}`,
      evidence: { ...numbers, outputs: narrow.length, away, size, limit: LIMITS.compressedSlope.value },
    });
  },
} satisfies Rule;
