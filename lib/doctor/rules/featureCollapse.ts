import { type StageFacts } from "../evidence";
import { endsWell } from "../measures/endsWell";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

type Probed = StageFacts & { readonly probeR2: number };

/** The first stage whose readout falls behind the best one before it, and no later stage's comes back. */
function firstDrop(stages: readonly Probed[]): { before: Probed; after: Probed } | undefined {
  let best: Probed | undefined;
  for (const [i, stage] of stages.entries()) {
    const later = Math.max(...stages.slice(i).map(({ probeR2 }) => probeR2));
    if (best !== undefined && best.probeR2 - later > LIMITS.probeDrop.value)
      return { before: best, after: stage };
    if (best === undefined || stage.probeR2 > best.probeR2) best = stage;
  }
  return undefined;
}

/**
 * What a straight line could read from an earlier stage is gone in a later one. Low rank alone is healthy, so the
 * readout decides; nothing readable in the first stage says that the inputs hold nothing (a straight line can tell).
 */
export const featureCollapse = {
  id: "feature-collapse",
  cause: "architecture",
  judge: (evidence) => {
    const probed = (evidence.stages ?? []).filter((stage): stage is Probed => Number.isFinite(stage.probeR2));
    const end = probed.filter(({ when }) => when === "end");
    const stages = end.length > 1 ? end : probed.filter(({ when }) => when === "start");
    if (stages.length < 2) return skipped("readouts (probe R²) of two stages or more");
    const best = Math.max(...stages.map(({ probeR2 }) => probeR2));
    const drop = firstDrop(stages.map((stage) => ({ ...stage, probeR2: Math.max(0, stage.probeR2) })));
    if (drop === undefined && best < LIMITS.noInformation.value && !endsWell(evidence)) {
      return {
        kind: "finding",
        cause: "label-or-information",
        severity: "medium",
        message: `a straight line reads nothing of the targets from any stage (R² ${say(best)} at most)`,
        evidence: { best, limit: LIMITS.noInformation.value },
      };
    }
    return outcome({
      wrong: drop !== undefined && drop.before.probeR2 > LIMITS.probeKnows.value,
      severity: endsWell(evidence) ? "low" : "high",
      message: `what ${drop?.before.stage ?? ""} knows of the targets (R² ${say(drop?.before.probeR2 ?? NaN)} by a straight line) is gone in ${drop?.after.stage ?? ""} (R² ${say(drop?.after.probeR2 ?? NaN)})`,
      fine: `no stage loses what an earlier one knows of the targets (R² ${say(best)} at best)`,
      evidence: {
        best,
        before: drop?.before.probeR2 ?? best,
        after: drop?.after.probeR2 ?? best,
        limit: LIMITS.probeDrop.value,
      },
    });
  },
} satisfies Rule;
