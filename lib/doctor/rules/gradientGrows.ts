import { median } from "../../math/statistics";
import { courseOf } from "../measures/lossCourse";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Gradients that grow all along, or are no numbers: the training is on its way out. */
export const gradientGrows = {
  id: "gradient-grows",
  cause: "optimiser",
  judge: (evidence) => {
    const course = courseOf(evidence, "gradient-norm");
    if (course === undefined || course.finite.length < 5) {
      return skipped("a gradient norm with five points or more");
    }
    const fifth = Math.ceil(course.finite.length / 5);
    const early = median(course.finite.slice(0, fifth));
    const growth = course.end / early;
    return outcome({
      wrong: growth > LIMITS.gradientGrowth.value || course.notFinite > 0,
      severity: growth > LIMITS.gradientGrowth.value ? "high" : "medium",
      message:
        course.notFinite > 0
          ? `the gradient is no finite number at ${course.notFinite} of ${course.values.length} points`
          : `the gradient grows ${say(growth)}-fold, from ${say(early)} to ${say(course.end)}`,
      fine: `the gradient goes from ${say(early)} to ${say(course.end)}`,
      evidence: {
        early,
        end: course.end,
        growth,
        notFinite: course.notFinite,
        limit: LIMITS.gradientGrowth.value,
      },
    });
  },
} satisfies Rule;
