import { endsWell } from "../measures/endsWell";
import { expectedFall } from "../measures/expectedFall";
import { courseOf, lossCourse, type Course } from "../measures/lossCourse";
import { areTargetsTooLarge } from "../measures/tooLargeForRate";
import { outcome, say, sayShare, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Share of neighbouring points of which the later is lower. */
function fallingShare(values: readonly number[]): number {
  return values.filter((value, i) => i > 0 && value < (values[i - 1] ?? NaN)).length / (values.length - 1);
}

/**
 * Every step is right and far too short: the loss creeps down evenly and gets nowhere. Where gradients are known, steps
 * and gradients say how far it could have come.
 */
export const learningRateTooLow = {
  id: "learning-rate-too-low",
  cause: "optimiser",
  judge: (evidence) => {
    const course = lossCourse(evidence);
    if (course === undefined || course.finite.length < 3) return skipped("a loss with three points or more");
    const rate =
      courseOf(evidence, "learning-rate")?.values.reduce((a, b) => Math.max(a, b), 0) ??
      evidence.settings?.optimizer?.learningRate;
    const reach = expectedFall(evidence);
    const short = reach !== undefined && reach < LIMITS.leastReach.value && !endsWell(evidence);
    // Flat at a rate that moves a weight by next to nothing in any number of updates that people make.
    const tiny = rate !== undefined && rate < LIMITS.tinyRate.value && course.drop < LIMITS.leastDrop.value;
    const wrong = (creeps(course) && !endsWell(evidence)) || short || tiny || rate === 0;
    return outcome({
      wrong,
      severity: "high",
      cause: areTargetsTooLarge(evidence) ? "output-scale" : "optimiser",
      message: messageOf(course, { rate, ...(short ? { reach } : {}) }),
      fine: `the loss does not creep: ${sayShare(course.drop)} lower at the end, ${sayShare(course.lateFall)} of that in the last fifth`,
      evidence: {
        drop: course.drop,
        lateFall: course.lateFall,
        ...(rate === undefined ? {} : { rate }),
        ...(reach === undefined ? {} : { reach }),
        limit: LIMITS.creepDrop.value,
      },
    });
  },
} satisfies Rule;

/** Even, slow, and no slower at the end than before. */
function creeps(course: Course): boolean {
  return (
    course.finite.length >= 5 &&
    fallingShare(course.finite) >= LIMITS.steadyFall.value &&
    course.drop < LIMITS.creepDrop.value &&
    course.lateFall > LIMITS.creepLate.value
  );
}

function messageOf(course: Course, { rate, reach }: { rate: number | undefined; reach?: number }): string {
  if (rate === 0) return "the learning rate is 0 all along: nothing can move";
  const at = rate === undefined ? "" : ` at a rate of ${say(rate)}`;
  if (reach !== undefined) {
    return `steps are far too short${at}: with these gradients they could take the loss down by ${sayShare(reach)} of what knowing nothing costs`;
  }
  if (rate !== undefined && rate < LIMITS.tinyRate.value) {
    return `the loss hardly moves${at}, by ${sayShare(course.drop)} in all: a rate that small moves nothing`;
  }
  return `the loss creeps${at}: it falls evenly, by ${sayShare(course.drop)} in all, and is not done`;
}
