import { endsWell } from "../measures/endsWell";
import { courseOf, lossCourse } from "../measures/lossCourse";
import { judgedFacts } from "../measures/pairFacts";
import { outcome, say, sayShare, skipped } from "../measures/outcome";
import { isAdaptive } from "../measures/updates";
import { type Evidence } from "../evidence";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** The largest rate that any step may have: plain gradient steps have none, of an optimiser that is not known predictions tell. */
function longestStep(evidence: Evidence): number {
  const adaptive = isAdaptive(evidence.settings ?? {});
  if (adaptive === true) return LIMITS.longestStep.value;
  return adaptive === undefined && judgedFacts(evidence) !== undefined
    ? LIMITS.longestStepUnknown.value
    : Infinity;
}

/** The loss rattles instead of settling: steps jump over what they look for. */
export const learningRateTooHigh = {
  id: "learning-rate-too-high",
  cause: "optimiser",
  judge: (evidence) => {
    const course = lossCourse(evidence);
    if (course === undefined || course.finite.length < 8) return skipped("a loss with eight points or more");
    const rate =
      courseOf(evidence, "learning-rate")?.values.reduce((a, b) => Math.max(a, b), 0) ??
      evidence.settings?.optimizer?.learningRate;
    const rattle = course.noise / Math.max(Math.abs(course.end), Number.MIN_VALUE);
    // A step's loss rattles by its batch; an epoch's does not.
    const limit = course.x === "epoch" ? LIMITS.rattleEpoch.value : LIMITS.rattleStep.value;
    const leaps = (rate ?? 0) > longestStep(evidence) && !endsWell(evidence);
    const falling = course.lateFall - 2 * course.lateFallError > LIMITS.lateFall.value;
    return outcome({
      wrong: leaps || (rattle > limit && !falling && course.end > LIMITS.rattleLeft.value * course.first),
      severity: leaps ? "high" : endsWell(evidence) ? "low" : "medium",
      message: leaps
        ? `the learning rate is ${say(rate ?? NaN)}: unless they are plain gradient steps, updates move every weight by about as much, and nothing learnt can stay`
        : `the loss rattles by ${sayShare(rattle)} of its size from point to point and does not settle${rate === undefined ? "" : ` at a rate of ${say(rate)}`}`,
      fine: `the loss rattles by ${sayShare(rattle)} of its size from point to point`,
      evidence: { rattle, end: course.end, limit },
    });
  },
} satisfies Rule;
