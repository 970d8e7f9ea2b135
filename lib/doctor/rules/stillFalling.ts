import { endsWell } from "../measures/endsWell";
import { courseOf, lossCourse } from "../measures/lossCourse";
import { outcome, say, sayShare, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** The run was ended while the loss was still on its way. */
export const stillFalling = {
  id: "still-falling",
  cause: "optimiser",
  judge: (evidence) => {
    const course = lossCourse(evidence);
    if (course === undefined || course.finite.length < 3) return skipped("a loss with three points or more");
    const validation = courseOf(evidence, "validation-loss") ?? course;
    const left = course.end / course.first;
    const sure = course.lateFall - 2 * course.lateFallError;
    return outcome({
      // Where held-out rows gain nothing any more, what still falls is learnt by heart.
      wrong:
        sure > LIMITS.lateFall.value &&
        validation.lateFall - 2 * validation.lateFallError > LIMITS.lateFall.value / 2 &&
        left > LIMITS.leftToFall.value &&
        course.drop > 0,
      severity: left > LIMITS.muchLeft.value && !endsWell(evidence) ? "high" : "medium",
      message: `the loss is still falling at the end: ${sayShare(course.lateFall)} of the whole way came in the last fifth, and ${say(course.end)} of ${say(course.first)} is left`,
      fine:
        left > LIMITS.leftToFall.value
          ? `the loss does not fall at the end beyond its noise (${sayShare(Math.max(0, course.lateFall))} of the whole way came in the last fifth)`
          : `little of the loss is left to fall (${sayShare(left)})`,
      evidence: { lateFall: course.lateFall, left, limit: LIMITS.lateFall.value },
    });
  },
} satisfies Rule;
