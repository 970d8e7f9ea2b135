import { levelJump } from "../measures/levelJump";
import { courseOf } from "../measures/lossCourse";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** The loss steps to another level at once and goes on calmly there: another weighting, another scale, another set. */
export const lossChangesMeaning = {
  id: "loss-changes-meaning",
  cause: "evaluation",
  judge: (evidence) => {
    const course = courseOf(evidence, "train-loss");
    if (course === undefined || course.values.length < 3)
      return skipped("a training loss with six points or more");
    const { place, ratio, both } = levelJump(evidence) ?? { place: 0, ratio: 1, both: false };
    const size = Math.max(ratio, 1 / ratio);
    // A single curve that rises may have diverged, one that falls may have met a lower rate.
    const limit = both ? LIMITS.jumpRatioBoth.value : LIMITS.jumpRatio.value;
    return outcome({
      wrong: size >= limit,
      severity: both ? "high" : "medium",
      message: `the loss changes ${say(size)}-fold between points ${place} and ${place + 1}${both ? ", of training and of validation alike," : ""} and stays there: it means something else from then on`,
      fine: `the loss never steps to another level (largest lasting step: ${say(size)}-fold)`,
      evidence: { ratio, place, limit },
    });
  },
} satisfies Rule;
