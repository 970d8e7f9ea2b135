import { endsWell } from "../measures/endsWell";
import { median } from "../../math/statistics";
import { layerNorms } from "../measures/layerNorms";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** How much an update changes the weights it changes: about a thousandth is usual. */
export const updateToDataRatio = {
  id: "update-to-data-ratio",
  cause: "optimiser",
  judge: (evidence) => {
    const trainable = layerNorms(evidence.layers ?? []).filter(
      ({ frozen, mostMoved, update }) => !frozen && mostMoved > 0 && Number.isFinite(update),
    );
    if (trainable.length === 0) return skipped("norms of updates and weights by layer");
    const ratio = median(trainable.map(({ update }) => update));
    const [low, high] = [LIMITS.updateTooSmall.value, LIMITS.updateTooLarge.value];
    return outcome({
      wrong: ratio < low || ratio > high,
      severity: endsWell(evidence) ? "low" : "high",
      message: `an update changes the weights by ${say(ratio)} of their size: ${ratio < low ? "nothing moves" : "each writes them anew"} (a thousandth is usual)`,
      fine: `an update changes the weights by ${say(ratio)} of their size`,
      evidence: { ratio, low, high },
    });
  },
} satisfies Rule;
