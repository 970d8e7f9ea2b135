import { lossCourse } from "../measures/lossCourse";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Labels in any other order are learnt as well as these: these say nothing about their rows. */
export const shuffledLabels = {
  id: "shuffled-labels",
  cause: "label-or-information",
  judge: (evidence) => {
    const shuffled = evidence.trials?.shuffledLabelsLoss;
    const course = lossCourse(evidence);
    if (shuffled === undefined || course === undefined)
      return skipped("a training with shuffled labels (level trial)");
    const ratio = course.end / shuffled;
    const limit = LIMITS.shuffledShare.value;
    return outcome({
      wrong: ratio > limit,
      severity: "high",
      message: `with shuffled labels training gets as far: loss ${say(shuffled)}, with the true ones ${say(course.end)}`,
      fine: `with shuffled labels training gets less far: loss ${say(shuffled)}, with the true ones ${say(course.end)}`,
      evidence: { ratio, shuffled, end: course.end, limit },
    });
  },
} satisfies Rule;
