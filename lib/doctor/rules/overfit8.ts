import { MEASURED } from "../measures/measured";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** A sound network learns eight rows by heart; one that cannot would not learn a thousand. */
export const overfit8 = {
  id: "overfit-8",
  cause: "architecture",
  judge: ({ trials }) => {
    if (trials?.overfit8 === undefined) return skipped("a training on eight rows alone (level trial)");
    const limit = LIMITS.overfit8.value;
    return outcome({
      wrong: !(trials.overfit8 <= limit),
      severity: "high",
      message: `eight rows alone cannot be learnt: the loss stays at ${say(trials.overfit8)} of their best constant`,
      fine: `eight rows alone are learnt by heart (loss ${say(trials.overfit8)} of their best constant)`,
      evidence: { ratio: trials.overfit8, limit, ...MEASURED },
    });
  },
} satisfies Rule;
