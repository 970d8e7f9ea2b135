import { courseOfCurve, curvesOf, courseOf } from "../measures/lossCourse";
import { outcome, sayShare, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** A metric that is the loss without its penalty. */
const DATA_TERM =
  /(^|[^a-z])(mse|mean_squared_error|data_loss|cross_?entropy|mae|mean_absolute_error|huber)([^a-z]|$)/i;

/** Most of the loss is weight penalty. Harmless in itself: it only hides how the data term goes. */
export const penaltyIsTheLoss = {
  id: "penalty-is-the-loss",
  cause: "architecture",
  judge: (evidence) => {
    const loss = courseOf(evidence, "train-loss");
    const term = curvesOf(evidence, "train-metric").find(({ name }) => DATA_TERM.test(name));
    const data = term === undefined ? undefined : courseOfCurve(term);
    if (loss === undefined || data === undefined || !(data.end <= loss.end)) {
      return skipped("a training loss and, beside it, the same loss without its penalty");
    }
    const share = 1 - data.end / loss.end;
    const stuck = data.drop < LIMITS.leastDrop.value && loss.drop >= LIMITS.leastDrop.value; // the penalty alone is learnt
    return outcome({
      wrong: share > LIMITS.penaltyShare.value,
      severity: stuck ? "medium" : "low",
      message: `${sayShare(share)} of the loss is penalty on the weights${stuck ? ", and the part that comes from the data does not fall" : ": look at the other part"}`,
      fine: `penalty is ${sayShare(share)} of the loss`,
      evidence: { share, dataTerm: data.end, loss: loss.end, limit: LIMITS.penaltyShare.value },
    });
  },
} satisfies Rule;
