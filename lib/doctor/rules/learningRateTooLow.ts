import { courseOf, lossCourse } from "../measures/lossCourse";
import { outcome, say, sayShare, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Share of neighbouring points of which the later is lower. */
function fallingShare(values: readonly number[]): number {
  return values.filter((value, i) => i > 0 && value < (values[i - 1] ?? NaN)).length / (values.length - 1);
}

/** The loss creeps down evenly and gets nowhere: every step is right and far too short. */
export const learningRateTooLow = {
  id: "learning-rate-too-low",
  cause: "optimiser",
  judge: (evidence) => {
    const course = lossCourse(evidence);
    if (course === undefined || course.finite.length < 5) return skipped("a loss with five points or more");
    const rate =
      courseOf(evidence, "learning-rate")?.values.reduce((a, b) => Math.max(a, b), 0) ??
      evidence.settings?.optimizer?.learningRate;
    const falling = fallingShare(course.finite);
    const creeps =
      falling >= LIMITS.steadyFall.value &&
      course.drop < LIMITS.creepDrop.value &&
      course.lateFall > LIMITS.creepLate.value;
    const wrong = creeps || rate === 0;
    return outcome({
      wrong,
      severity: "high",
      message:
        rate === 0
          ? "the learning rate is 0 all along: nothing can move"
          : `the loss creeps: it falls at ${sayShare(falling)} of the points, evenly, and by ${sayShare(course.drop)} in all${rate === undefined ? "" : ` at a rate of ${say(rate)}`}`,
      fine: `the loss does not creep: ${sayShare(course.drop)} lower at the end, ${sayShare(course.lateFall)} of that in the last fifth`,
      evidence: {
        falling,
        drop: course.drop,
        lateFall: course.lateFall,
        ...(rate === undefined ? {} : { rate }),
        limit: LIMITS.creepDrop.value,
      },
    });
  },
} satisfies Rule;
