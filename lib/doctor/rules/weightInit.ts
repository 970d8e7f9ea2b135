import { endsWell } from "../measures/endsWell";
import { hiddenStages } from "../measures/hiddenStages";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** The signal grows or dies out from stage to stage before the first update. */
export const weightInit = {
  id: "weight-init",
  cause: "architecture",
  judge: (evidence) => {
    const start = hiddenStages(evidence, "start");
    const [first, last] = [start[0], start.at(-1)];
    if (first === undefined || last === undefined || start.length < 2)
      return skipped("two stages before the first update");
    const growth = last.std / first.std;
    const limit = LIMITS.stageGrowth.value;
    return outcome({
      wrong: growth > limit || growth < 1 / limit,
      severity: endsWell(evidence) ? "low" : "high",
      message: `before the first update the signal ${growth > 1 ? "grows" : "dies out"} from ${first.stage} to ${last.stage}, ${say(growth)}-fold`,
      fine: `before the first update the signal changes ${say(growth)}-fold from ${first.stage} to ${last.stage}`,
      evidence: { growth, limit },
    });
  },
} satisfies Rule;
