import { endsWell } from "../measures/endsWell";
import { hiddenStages } from "../measures/hiddenStages";
import { outcome, sayShare, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Units at the flat end of their activation pass next to no gradient. */
export const saturatedActivation = {
  id: "saturated-activation",
  cause: "architecture",
  judge: (evidence) => {
    const [worst] = hiddenStages(evidence)
      .filter(({ saturatedShare: share }) => Number.isFinite(share))
      .sort((a, b) => b.saturatedShare - a.saturatedShare);
    if (worst === undefined) return skipped("activations by stage");
    const { saturatedShare, stage, when } = worst;
    return outcome({
      wrong: saturatedShare > LIMITS.saturatedUnits.value,
      severity: endsWell(evidence) ? "low" : "high",
      message: `${sayShare(saturatedShare)} of the numbers of ${stage} stand at the flat end of the activation at the ${when}`,
      fine: `${sayShare(saturatedShare)} of the numbers of a stage are saturated at most (${stage})`,
      evidence: { saturatedShare, limit: LIMITS.saturatedUnits.value },
    });
  },
} satisfies Rule;
