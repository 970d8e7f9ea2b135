import { endsWell } from "../measures/endsWell";
import { hiddenStages } from "../measures/hiddenStages";
import { outcome, sayShare, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Units that answer 0 to every row: no gradient brings them back. A constant input is nobody's fault. */
export const deadUnits = {
  id: "dead-units",
  cause: "architecture",
  judge: (evidence) => {
    const [worst] = hiddenStages(evidence)
      .filter(({ deadShare: share }) => Number.isFinite(share))
      .sort((a, b) => b.deadShare - a.deadShare);
    if (worst === undefined) return skipped("activations by stage");
    const { deadShare, stage, when } = worst;
    return outcome({
      wrong: deadShare > LIMITS.someDeadShare.value,
      severity: endsWell(evidence) ? "low" : deadShare > LIMITS.deadShare.value ? "high" : "medium",
      message: `${sayShare(deadShare)} of the units of ${stage} are 0 for every row at the ${when}: no gradient brings them back`,
      fine: `${sayShare(deadShare)} of the units are dead at most (${stage})`,
      evidence: { deadShare, limit: LIMITS.someDeadShare.value },
    });
  },
} satisfies Rule;
