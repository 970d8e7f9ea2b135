import { lossCourse } from "../measures/lossCourse";
import { type Evidence } from "../evidence";
import { MEASURED } from "../measures/measured";
import { noiseCeilingOf } from "../measures/noiseCeiling";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/**
 * A training that learns nothing from any labels says nothing of them: the inputs must be known to hold nothing or,
 * where that is not known, the shuffled labels must have been learnt in part.
 */
function saysNothing(evidence: Evidence, shuffled: number): boolean {
  const ceiling = noiseCeilingOf(evidence);
  if (ceiling !== undefined) return ceiling < LIMITS.noInformation.value;
  const constant = evidence.data?.lossOfBestConstant;
  return constant === undefined || shuffled < LIMITS.shuffledLearnt.value * constant;
}

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
      wrong: ratio > limit && saysNothing(evidence, shuffled),
      severity: "high",
      message: `with shuffled labels training gets as far: loss ${say(shuffled)}, with the true ones ${say(course.end)}`,
      fine: `with shuffled labels training gets less far: loss ${say(shuffled)}, with the true ones ${say(course.end)}`,
      evidence: { ratio, shuffled, end: course.end, limit, ...MEASURED },
    });
  },
} satisfies Rule;
