import { judgedFacts, type OutputFacts } from "../measures/pairFacts";
import { agreementNumbers } from "../measures/overOutputs";
import { outcome, say, sayShare, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Right order, too narrow: the targets rise faster than the predictions, beyond two standard errors. */
function compressed({ r, spreadRatio, spreadError, slope, slopeError }: OutputFacts): boolean {
  return (
    r > LIMITS.orderRight.value &&
    spreadRatio + 2 * spreadError < LIMITS.compressedSpread.value &&
    slope - 2 * slopeError > LIMITS.compressedSlope.value
  );
}

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
    const narrow = facts.outputs.filter(compressed);
    const [worst] = [...narrow].sort((a, b) => b.slope - a.slope);
    const numbers = agreementNumbers(facts);
    return outcome({
      wrong: narrow.length > 0 && narrow.length >= facts.outputs.length / 2,
      severity: "high",
      message: `predictions are in the right order and too narrow: ${narrow.length} of ${facts.outputs.length} outputs, the worst (${worst?.name ?? ""}) covers ${sayShare(worst?.spreadRatio ?? NaN)} of the targets' spread, which rise ${say(worst?.slope ?? NaN)} times as fast`,
      fine: `predictions are not squeezed: spread ${say(numbers.spreadRatio ?? NaN)}, slope ${say(numbers.slope ?? NaN)}, r ${say(numbers.r ?? NaN)}`,
      evidence: { ...numbers, outputs: narrow.length, limit: LIMITS.compressedSlope.value },
    });
  },
} satisfies Rule;
