import { courseOf, lossCourse } from "../measures/lossCourse";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** The loss ends far above where it had been, or is no number any more. */
export const divergence = {
  id: "divergence",
  cause: "optimiser",
  judge: (evidence) => {
    const course = courseOf(evidence, "train-loss") ?? lossCourse(evidence);
    if (course === undefined) {
      const broken = (evidence.curves ?? []).some(
        ({ role, values }) => role === "train-loss" && values.length > 0,
      );
      if (!broken) return skipped("a loss");
      return {
        kind: "finding",
        severity: "high",
        message: "the training loss is never a finite number",
        evidence: { finite: 0 },
      };
    }
    const brokeAt = course.values.findIndex((value) => !Number.isFinite(value));
    // A loss that may be negative has no ratio: what it rose by counts against what it had fallen by.
    const [floor, span] = [course.best, Math.abs(course.first - course.best)];
    const rise = course.end - floor;
    const grown = course.best > 0 ? course.end / course.best : NaN;
    const above = rise > LIMITS.divergedNoise.value * Math.hypot(course.noise, course.endError);
    const wrong =
      brokeAt >= 0 ||
      (above &&
        (course.end > LIMITS.divergedOverFirst.value * course.first ||
          (grown >= LIMITS.divergedRatio.value && rise > LIMITS.divergedShare.value * span)));
    return outcome({
      wrong,
      severity: "high",
      message:
        brokeAt >= 0
          ? `the training diverged: the loss is no finite number from point ${brokeAt + 1} of ${course.values.length} on`
          : `the training diverged: the loss had been ${say(course.best)} and ends at ${say(course.end)}`,
      fine: `the loss ends at ${say(course.end)}, its lowest was ${say(course.best)}`,
      evidence: {
        first: course.first,
        best: course.best,
        end: course.end,
        notFinite: course.notFinite,
        limit: LIMITS.divergedRatio.value,
      },
    });
  },
} satisfies Rule;
