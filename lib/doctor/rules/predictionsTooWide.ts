import { judgedFacts, type OutputFacts } from "../measures/pairFacts";
import { agreementNumbers } from "../measures/overOutputs";
import { outcome, say, sayShare, skipped } from "../measures/outcome";
import { unrelatedLimit } from "../measures/unrelated";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Right order, too wide: the predictions rise faster than the targets, beyond two standard errors. */
function stretched({ spreadRatio, spreadError, slope, slopeError }: OutputFacts): boolean {
  return (
    spreadRatio - 2 * spreadError > LIMITS.stretchedSpread.value &&
    slope + 2 * slopeError < LIMITS.stretchedSlope.value
  );
}

/** Predictions in the right order and too large: steps too long to settle, or inputs that throw some rows far out. */
export const predictionsTooWide = {
  id: "predictions-too-wide",
  cause: "optimiser",
  judge: (evidence) => {
    const facts = judgedFacts(evidence);
    if (facts === undefined || facts.outputs.length === 0 || facts.rows < 20 || facts.split === "train") {
      return skipped("twenty rows of held-out predictions beside targets that vary");
    }
    const ordered = facts.outputs.filter(({ r }) => r > unrelatedLimit(facts));
    const wide = ordered.filter(stretched);
    const [worst] = [...wide].sort((a, b) => a.slope - b.slope);
    const numbers = agreementNumbers(facts);
    return outcome({
      wrong: wide.length > 0 && wide.length >= facts.outputs.length / 2,
      severity: "medium",
      message: `predictions are in the right order and too wide: ${worst?.name ?? ""} spreads over ${sayShare(worst?.spreadRatio ?? NaN)} of what its targets do (${wide.length} of ${facts.outputs.length} outputs, slope ${say(worst?.slope ?? NaN)})`,
      fine: `predictions are not stretched: spread ${say(numbers.spreadRatio ?? NaN)}, slope ${say(numbers.slope ?? NaN)}`,
      evidence: { ...numbers, outputs: wide.length, limit: LIMITS.stretchedSlope.value },
    });
  },
} satisfies Rule;
