import { endsWell } from "../measures/endsWell";
import { modesOf } from "../measures/modesOf";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** The same rows cost far more in training mode: most of the loss is the noise of the masks, or a penalty. */
export const dropoutTooHigh = {
  id: "dropout-too-high",
  cause: "architecture",
  judge: (evidence) => {
    const modes = modesOf(evidence);
    if (modes === undefined) return skipped("the loss of the same rows in training and in evaluation mode");
    const ratio = modes.trainLoss / modes.evaluationLoss;
    return outcome({
      wrong: ratio > LIMITS.dropoutRatio.value,
      severity: endsWell(evidence) ? "low" : "high",
      message: `the same rows cost ${say(ratio)} times as much in training mode: dropout, or a penalty, is most of what is trained on`,
      fine: `training mode costs ${say(ratio)} times what evaluation mode does`,
      evidence: { ratio, limit: LIMITS.dropoutRatio.value },
    });
  },
} satisfies Rule;
