import { courseOf } from "../measures/lossCourse";
import { lossOfPairs, lossOfTrainPairs } from "../measures/lossOfPairs";
import { MEASURED } from "../measures/measured";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** In the run's own loss the model is good on training and validation rows, and bad on what its owner judges it by. */
export const judgedOtherwise = {
  id: "judged-otherwise",
  cause: "evaluation",
  judge: (evidence) => {
    const validation = courseOf(evidence, "validation-loss")?.end;
    const [train, judged] = [lossOfTrainPairs(evidence), lossOfPairs(evidence, "held-out")];
    const constant = evidence.data?.lossOfBestConstant;
    if (validation === undefined || train === undefined || judged === undefined || constant === undefined)
      return skipped(
        "a validation loss, pairs of training and of held-out rows, the loss, and how targets were scaled",
      );
    const known = Math.max(validation, train);
    const ratio = judged / known;
    return outcome({
      wrong:
        known < LIMITS.learntLoss.value * constant &&
        ratio > LIMITS.judgedRatio.value &&
        judged - known > LIMITS.learntLoss.value * constant,
      severity: "high",
      message: `in the run's own loss training rows cost ${say(train)} and validation rows ${say(validation)}, but what it is judged by costs ${say(judged)}: other units, another scale or other rows`,
      fine: `what it is judged by costs ${say(judged)} in the run's own loss, validation rows ${say(validation)}`,
      evidence: { train, validation, judged, ratio, limit: LIMITS.judgedRatio.value, ...MEASURED },
    });
  },
} satisfies Rule;
