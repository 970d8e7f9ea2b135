import { judgedPairs } from "../measures/pairFacts";
import { endsWell } from "../measures/endsWell";
import { outcome, say, sayShare, skipped } from "../measures/outcome";
import { trainingTargets } from "../measures/trainingUnits";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Nearly all residuals lie on the straight part of a robust loss: its gradient no longer says how far off they are. */
export const saturatedLossGradient = {
  id: "saturated-loss-gradient",
  cause: "output-scale",
  judge: (evidence) => {
    const { settings } = evidence;
    const pairs = judgedPairs(evidence);
    const targets = trainingTargets(evidence);
    if (settings?.loss !== "smooth-l1" && settings?.loss !== "huber")
      return skipped("a loss that turns straight (Smooth L1, Huber)");
    if (pairs === undefined || targets === undefined)
      return skipped("predictions beside targets, and how targets were scaled");
    const delta =
      (settings.delta ?? 1) * unitsPerTrainingUnit(evidence.data?.targetStd, settings.scaling?.targets);
    const residuals = pairs.targets.flatMap((row, i) =>
      row.map((value, k) => Math.abs(value - (pairs.predictions[i]?.[k] ?? NaN))),
    );
    const share = residuals.filter((residual) => residual > delta).length / residuals.length;
    const adaptive = settings.optimizer?.name.startsWith("adam") ?? false;
    return outcome({
      wrong: share > LIMITS.saturatedShare.value,
      severity: endsWell(evidence) ? "low" : "medium",
      message: `${sayShare(share)} of the residuals lie beyond delta (${say(delta)}), where the loss is a straight line; ${adaptive ? "under Adam, which divides by the gradient's size, another loss would change little: mend the scale" : "a smaller scale of the targets, or a larger delta, gives the gradient its size back"}`,
      fine: `${sayShare(share)} of the residuals lie beyond delta (${say(delta)})`,
      evidence: { share, delta, limit: LIMITS.saturatedShare.value },
    });
  },
} satisfies Rule;

/** Owner's units in one unit of training, for the scalings that have one for all outputs. */
function unitsPerTrainingUnit(stds: readonly number[] | undefined, kind: string | undefined): number {
  if (kind === "divide-by-100") return 100;
  return kind === "standardise" || kind === "robust" ? Math.max(...(stds ?? [1])) : 1;
}
