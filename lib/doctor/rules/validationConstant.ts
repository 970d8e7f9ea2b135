import { courseOf } from "../measures/lossCourse";
import { outcome, say, skipped } from "../measures/outcome";
import { range } from "../../math/statistics";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** The validation loss is the same to the last digits while training moves: the wrong model is being evaluated. */
export const validationConstant = {
  id: "validation-constant",
  cause: "evaluation",
  judge: (evidence) => {
    const validation = courseOf(evidence, "validation-loss");
    const train = courseOf(evidence, "train-loss");
    if (validation === undefined || train === undefined || validation.finite.length < 4) {
      return skipped("a training loss, and a validation loss with four points or more");
    }
    const spread = (values: readonly number[]): number => {
      const [low, high] = range(values);
      return (high - low) / Math.max(Math.abs(low), Math.abs(high), Number.MIN_VALUE);
    };
    const [still, moving] = [spread(validation.finite), spread(train.finite)];
    return outcome({
      wrong: still < LIMITS.sameToLastDigits.value && moving > LIMITS.leastDrop.value,
      severity: "high",
      message: `the validation loss is ${say(validation.end)} at every point while the training loss moves: what is evaluated is not what is trained`,
      fine: `the validation loss moves with training (by ${say(still)} of its size)`,
      evidence: { validationMoves: still, trainMoves: moving, limit: LIMITS.sameToLastDigits.value },
    });
  },
} satisfies Rule;
