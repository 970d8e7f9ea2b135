import { type StageFacts } from "../evidence";
import { endsWell } from "../measures/endsWell";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

const NORM = /(^|[^a-z])(layer_?norm|norm|ln|rms_?norm|group_?norm|instance_?norm)/i;

/** A normalisation by row takes the size of the features away, and with it what the targets' size was read from. */
export const layernormErasesMagnitude = {
  id: "layernorm-erases-magnitude",
  cause: "architecture",
  judge: (evidence) => {
    const end = (evidence.stages ?? []).filter(
      ({ when, probeR2 }) => when === "end" && Number.isFinite(probeR2),
    );
    const pairs = end.flatMap((stage, i): [StageFacts, StageFacts][] => {
      const before = end[i - 1];
      return before !== undefined && NORM.test(stage.stage) && !/batch/i.test(stage.stage)
        ? [[before, stage]]
        : [];
    });
    if (pairs.length === 0) return skipped("readouts (probe R²) before and behind a normalisation of rows");
    const drops = pairs.map(([before, after]) => ({
      after,
      drop: Math.max(0, before.probeR2 ?? 0) - Math.max(0, after.probeR2 ?? 0),
    }));
    const worst = drops.reduce((a, b) => (a.drop >= b.drop ? a : b));
    const limit = LIMITS.normDrop.value;
    return outcome({
      wrong: worst.drop > limit,
      severity: endsWell(evidence) ? "low" : "high",
      message: `${worst.after.stage} takes away ${say(worst.drop)} of what a straight line reads of the targets (R²): with the size of the features goes the size of the answer`,
      fine: `normalisation takes away ${say(worst.drop)} of R² at most (${worst.after.stage})`,
      evidence: { drop: worst.drop, limit },
    });
  },
} satisfies Rule;
