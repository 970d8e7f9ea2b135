import { courseOf } from "../measures/lossCourse";
import { outcome, say, sayShare, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Training rows are learnt and held-out rows are not. A small gap is healthy: it is measured against the whole way down. */
export const generalizationGap = {
  id: "generalization-gap",
  cause: "label-or-information",
  judge: (evidence) => {
    const train = courseOf(evidence, "train-loss");
    const validation = courseOf(evidence, "validation-loss");
    if (train === undefined || validation === undefined) return skipped("a training and a validation loss");
    const known = evidence.data?.lossOfBestConstant;
    const nothing = known ?? Math.max(train.first, validation.first);
    const gap = (validation.end - train.end) / Math.abs(nothing);
    const error = (2 * Math.hypot(train.endError, validation.endError)) / Math.abs(nothing);
    // Down from a bad start to the best constant is a fall, and nothing learnt.
    const learnt =
      train.drop >= LIMITS.gapDrop.value &&
      (known === undefined || train.end < LIMITS.constantShare.value * known);
    const wrong = learnt && gap - error > LIMITS.gapShare.value;
    const useless = validation.best >= LIMITS.gapUseless.value * nothing;
    return outcome({
      wrong,
      severity: useless ? "high" : "low",
      message: useless
        ? `training rows are learnt (loss ${say(train.end)}) and held-out ones are not (${say(validation.end)}, never below ${say(validation.best)}): what is learnt is true of single rows only`
        : `held-out rows cost ${say(validation.end)}, training rows ${say(train.end)}: a gap of ${sayShare(gap)} of what knowing nothing costs`,
      fine: `held-out rows cost ${say(validation.end)}, training rows ${say(train.end)}`,
      evidence: {
        gap,
        train: train.end,
        validation: validation.end,
        best: validation.best,
        limit: LIMITS.gapShare.value,
      },
    });
  },
} satisfies Rule;
