import { courseOf, curvesOf } from "../measures/lossCourse";
import { outcome, skipped } from "../measures/outcome";
import { type Rule } from "../rule";

/** A training loss that is 0 or missing in every row was never written by the run: nothing can be read from it. */
export const neverFilledIn = {
  id: "never-filled-in",
  cause: "evaluation",
  judge: (evidence) => {
    const [curve] = curvesOf(evidence, "train-loss");
    if (curve === undefined || curve.values.length < 2)
      return skipped("a training loss with two points or more");
    const empty = curve.values.every((value) => value === 0);
    const other = courseOf(evidence, "validation-loss");
    const measured = other !== undefined && new Set(other.finite).size > 1;
    return outcome({
      wrong: empty,
      severity: measured ? "low" : "high",
      message: `the training loss (${curve.name}) is 0 in all ${curve.values.length} rows: it was never filled in`,
      fine: `the training loss (${curve.name}) is filled in`,
      evidence: { rows: curve.values.length },
    });
  },
} satisfies Rule;
