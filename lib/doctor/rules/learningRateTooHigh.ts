import { courseOf, lossCourse } from "../measures/lossCourse";
import { outcome, say, sayShare, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** The loss rattles instead of settling: steps jump over what they look for. */
export const learningRateTooHigh = {
  id: "learning-rate-too-high",
  cause: "optimiser",
  judge: (evidence) => {
    const course = lossCourse(evidence);
    if (course === undefined || course.finite.length < 8) return skipped("a loss with eight points or more");
    const rate = courseOf(evidence, "learning-rate")?.values.reduce((a, b) => Math.max(a, b), 0);
    const rattle = course.noise / Math.max(Math.abs(course.end), Number.MIN_VALUE);
    // A step's loss rattles by its batch; an epoch's does not.
    const limit = course.x === "epoch" ? LIMITS.rattleEpoch.value : LIMITS.rattleStep.value;
    const falling = course.lateFall - 2 * course.lateFallError > LIMITS.lateFall.value;
    return outcome({
      wrong: rattle > limit && !falling && course.end > LIMITS.rattleLeft.value * course.first,
      severity: "medium",
      message: `the loss rattles by ${sayShare(rattle)} of its size from point to point and does not settle${rate === undefined ? "" : ` at a rate of ${say(rate)}`}`,
      fine: `the loss rattles by ${sayShare(rattle)} of its size from point to point`,
      evidence: { rattle, end: course.end, limit },
    });
  },
} satisfies Rule;
