import { judgedFacts, type OutputFacts } from "../measures/pairFacts";
import { missedCeiling, noiseCeilingOf } from "../measures/noiseCeiling";
import { agreementNumbers, middleRSquared } from "../measures/overOutputs";
import { outcome, say, skipped } from "../measures/outcome";
import { lossCourse } from "../measures/lossCourse";
import { type Evidence } from "../evidence";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** As wide as it may be: a slope of 1 within two standard errors, and little of the targets explained. */
function shrunk({ r, slope, slopeError, spreadRatio }: OutputFacts): boolean {
  const straight = Math.abs(slope - 1) <= LIMITS.honestSlope.value + 2 * slopeError;
  return straight && spreadRatio >= LIMITS.constantSpread.value && r < LIMITS.littleExplained.value;
}

/** The loss fell and came to rest: what is missing is not time. */
function settled(evidence: Evidence): boolean {
  const course = lossCourse(evidence);
  return (
    course !== undefined &&
    course.drop > LIMITS.settledDrop.value &&
    course.lateFall < LIMITS.settledFall.value
  );
}

/**
 * Narrow because the inputs say no more, or narrow although they do? Predictions that follow weakly with a slope of 1
 * are honest: only better data help. Where the inputs are known their own ceiling decides.
 */
export const collapseOrShrinkage = {
  id: "collapse-or-shrinkage",
  cause: "label-or-information",
  judge: (evidence) => {
    const facts = judgedFacts(evidence);
    if (facts === undefined || facts.outputs.length === 0 || facts.rows < 20 || facts.split === "train") {
      return skipped("twenty rows of held-out predictions beside targets that vary");
    }
    const numbers = agreementNumbers(facts);
    const rSquared = middleRSquared(facts);
    const ceiling = noiseCeilingOf(evidence);
    const honest = facts.outputs.filter(shrunk).length > facts.outputs.length / 2;
    const nothing =
      ceiling !== undefined && ceiling < LIMITS.noInformation.value && rSquared < LIMITS.noInformation.value;
    const evidenceNumbers = {
      ...numbers,
      ...(ceiling === undefined ? {} : { ceiling }),
      limit: LIMITS.littleExplained.value,
    };
    const missed = missedCeiling(evidence, rSquared);
    if (missed !== undefined) {
      return {
        kind: "finding",
        cause: settled(evidence) ? "architecture" : "optimiser",
        severity: "medium",
        message: `the inputs explain more than the model does: R² ${say(missed)} by their nearest rows or a straight line, ${say(rSquared)} by the model`,
        evidence: evidenceNumbers,
      };
    }
    return outcome({
      wrong: honest || nothing,
      severity: "high",
      message: nothing
        ? `the inputs explain next to nothing of the targets (R² ${say(ceiling)} by nearest rows or a straight line): no model could`
        : `predictions follow the targets weakly (r ${say(numbers.r ?? NaN)}) and are as wide as they may be (slope ${say(numbers.slope ?? NaN)}): noise or wrong labels, not the training`,
      fine: `predictions follow the targets with r ${say(numbers.r ?? NaN)}, R² ${say(rSquared)}${ceiling === undefined ? "" : `, and the inputs allow ${say(ceiling)}`}`,
      evidence: evidenceNumbers,
    });
  },
} satisfies Rule;
