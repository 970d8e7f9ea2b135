import { MEASURED } from "../measures/measured";
import { evaluationCostsMore, modesOf } from "../measures/modesOf";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** The same rows cost far more in evaluation mode: batch statistics, or a switch that was forgotten. */
export const trainEvalMismatch = {
  id: "train-eval-mismatch",
  cause: "evaluation",
  judge: (evidence) => {
    const modes = modesOf(evidence);
    if (modes === undefined) return skipped("the loss of the same rows in training and in evaluation mode");
    const ratio = modes.evaluationLoss / modes.trainLoss;
    return outcome({
      wrong: evaluationCostsMore(evidence),
      severity: "high",
      message: `the same rows cost ${say(modes.evaluationLoss)} in evaluation mode and ${say(modes.trainLoss)} in training mode: the model that is judged is another one`,
      fine: `the same rows cost ${say(modes.evaluationLoss)} in evaluation mode and ${say(modes.trainLoss)} in training mode`,
      evidence: {
        ratio,
        trainLoss: modes.trainLoss,
        evaluationLoss: modes.evaluationLoss,
        limit: LIMITS.modesRatio.value,
        ...(evidence.modes === undefined ? {} : MEASURED),
      },
    });
  },
} satisfies Rule;
