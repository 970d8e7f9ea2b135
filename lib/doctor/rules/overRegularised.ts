import { endsWell } from "../measures/endsWell";
import { layerNorms } from "../measures/layerNorms";
import { outcome, say, skipped } from "../measures/outcome";
import { updatesOf } from "../measures/updates";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Weights are pulled to 0 faster than the data push them. */
export const overRegularised = {
  id: "over-regularised",
  cause: "architecture",
  judge: (evidence) => {
    const { settings, data, layers } = evidence;
    const decay = settings?.optimizer?.weightDecay;
    const run = settings === undefined ? undefined : updatesOf(settings, data?.trainRows);
    const trainable = layerNorms(layers ?? []).filter(
      ({ frozen, firstWeight }) => !frozen && firstWeight > 0,
    );
    if ((decay === undefined || run === undefined) && trainable.length === 0)
      return skipped("weight decay with rate and updates, or weight norms");
    const pull = decay === undefined || run === undefined ? 0 : decay * run.way;
    const kept =
      trainable.length === 0
        ? 1
        : Math.min(...trainable.map(({ firstWeight, lastWeight }) => lastWeight / firstWeight));
    return outcome({
      wrong: pull > LIMITS.strongDecay.value || kept < LIMITS.shrunkWeights.value,
      severity: endsWell(evidence) ? "low" : "medium",
      message:
        kept < LIMITS.shrunkWeights.value
          ? `weights shrink to ${say(kept)} of their size: the penalty eats what the data build`
          : `weight decay alone would pull the weights down by a factor of e^${say(pull)} over the run`,
      fine: `weight decay pulls little (e^${say(pull)} over the run), weights keep ${say(kept)} of their size`,
      evidence: { pull, kept, limit: LIMITS.strongDecay.value },
    });
  },
} satisfies Rule;
