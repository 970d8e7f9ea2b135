import { endsWell } from "../measures/endsWell";
import { lossCourse } from "../measures/lossCourse";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** A loss far from 1 at the first point: targets that nothing scales. No fault by itself: low where the loss falls. */
export const lossSize = {
  id: "loss-size",
  cause: "output-scale",
  judge: (evidence) => {
    const course = lossCourse(evidence);
    if (course === undefined || course.finite.length < 3) return skipped("a loss with three points or more");
    const [low, high] = [LIMITS.smallLoss.value, LIMITS.largeLoss.value];
    const first = Math.abs(evidence.start?.loss ?? course.first);
    const learnt = course.drop > LIMITS.rawDrop.value;
    return outcome({
      wrong: first > high || first < low,
      severity: learnt || endsWell(evidence) ? "low" : "medium",
      message: `the loss begins at ${say(first)}: targets of that size are not scaled to what heads and rates are made for`,
      fine: `the loss begins at ${say(first)}, as that of scaled targets does`,
      evidence: { first, low, high },
    });
  },
} satisfies Rule;
