import { endsWell } from "../measures/endsWell";
import { lossCourse } from "../measures/lossCourse";
import { outcome, say, sayShare, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** The loss ends about where it began. The first logged point may already be an epoch's mean: `start` is better. */
export const lossNotDecreasing = {
  id: "loss-not-decreasing",
  cause: "optimiser",
  judge: (evidence) => {
    const course = lossCourse(evidence);
    if (course === undefined || course.finite.length < 3) return skipped("a loss with three points or more");
    const first = Math.max(course.first, evidence.start?.loss ?? -Infinity);
    const drop = (first - course.end) / Math.abs(first);
    const falls = drop >= LIMITS.leastDrop.value;
    const left = 2 * course.dropError * Math.abs(course.first);
    const fell = falls && drop > left / Math.abs(first);
    const told = `${say(first)} at first, ${say(course.end)} at the end`;
    return outcome({
      wrong: !fell && !endsWell(evidence),
      severity: "high",
      message: falls
        ? `the loss falls no further than its points leave open (${say(left)}): ${told}`
        : `the loss does not fall: ${told}`,
      fine: `the loss falls by ${sayShare(drop)}, from ${say(first)} to ${say(course.end)}`,
      evidence: { first, end: course.end, drop, dropError: course.dropError, limit: LIMITS.leastDrop.value },
    });
  },
} satisfies Rule;
