import { endsWell } from "../measures/endsWell";
import { outcome, say, skipped } from "../measures/outcome";
import { trainingTargets } from "../measures/trainingUnits";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** The untrained output lies far beside the targets, or spreads far wider: that has to be unlearnt first. */
export const outputScaleAtInit = {
  id: "output-scale-at-init",
  cause: "output-scale",
  judge: (evidence) => {
    const { start, data } = evidence;
    if (start === undefined || data?.lossOfBestConstant === undefined) {
      return skipped("the loss before the first update, and that of the best constant");
    }
    const targets = trainingTargets(evidence);
    const ratio = start.loss / data.lossOfBestConstant;
    const comparable = start.outputStd.length === data.targetStd.length;
    const spread = comparable
      ? Math.max(...start.outputStd.map((std, k) => std / (data.targetStd[k] || NaN)))
      : NaN;
    return outcome({
      wrong: ratio > LIMITS.startTooLarge.value,
      severity: endsWell(evidence) ? "low" : "medium",
      // Wide beside targets of a usual size is the head; beside tiny targets it is theirs.
      cause:
        spread > LIMITS.startTooWide.value && (targets?.std ?? 1) > LIMITS.smallTargetScale.value
          ? "architecture"
          : "output-scale",
      message: `before the first update the loss is ${say(ratio)} times that of the best constant${Number.isNaN(spread) ? "" : ` (outputs spread ${say(spread)} times as wide as targets)`}`,
      fine: `before the first update the loss is ${say(ratio)} times that of the best constant`,
      evidence: { ratio, ...(comparable ? { spread } : {}), limit: LIMITS.startTooLarge.value },
    });
  },
} satisfies Rule;
