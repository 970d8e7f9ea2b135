import { type Evidence } from "../evidence";
import { courseOf, curvesOf } from "../measures/lossCourse";
import { outcome, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Steps at which the gradient norm is no finite number. */
function brokenSteps(evidence: Evidence): Set<number> {
  const [curve] = curvesOf(evidence, "gradient-norm");
  return new Set(curve?.at.filter((_, i) => !Number.isFinite(Number(curve.values[i]))));
}

/** Points at the end of a curve that are exactly 0. */
function zerosAtEnd(values: readonly number[]): number {
  const last = values.findLastIndex((value) => value !== 0);
  return values.length - 1 - last;
}

/** A loss of exactly 0 where the gradient is not a number: some loggers write the average of no finite loss as 0. */
export const hiddenNan = {
  id: "hidden-nan",
  cause: "optimiser",
  judge: (evidence) => {
    const [curve] = curvesOf(evidence, "train-loss");
    const course = courseOf(evidence, "train-loss");
    if (curve === undefined || course === undefined) return skipped("a training loss");
    const broken = brokenSteps(evidence);
    const zeros = curve.values.filter((value) => value === 0).length;
    const hidden = curve.at.filter((step, i) => curve.values[i] === 0 && broken.has(step)).length;
    const sudden = zeros < course.finite.length && zerosAtEnd(course.values) >= LIMITS.zeroPoints.value;
    const before = course.values.findLast((value) => value > 0) ?? 0;
    const fell = sudden && before > LIMITS.zeroFrom.value * Math.abs(course.first);
    return outcome({
      wrong: hidden > 0 || fell,
      severity: hidden > 0 ? "high" : "medium",
      message:
        hidden > 0
          ? `the loss is exactly 0 at ${hidden} points whose gradient is not a number: the run was dead there, not perfect`
          : `the loss goes from ${before} to exactly 0 and stays: a logger's stand-in for NaN, or nothing left to learn from`,
      fine: "no loss of exactly 0 stands in for a NaN",
      evidence: { hidden, zeros, brokenGradients: broken.size },
    });
  },
} satisfies Rule;
