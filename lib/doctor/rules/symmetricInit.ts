import { type Evidence } from "../evidence";
import { endsWell } from "../measures/endsWell";
import { outcome, say, skipped } from "../measures/outcome";
import { inputSpreads } from "../measures/trainingUnits";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** The widest input where all are narrower than 1: outputs as narrow as those are no fault of the weights. */
const smallInputs = (evidence: Evidence): number =>
  Math.min(1, Math.max(...(inputSpreads(evidence) ?? [1])) || 1);

/** Units that all begin alike get the same gradient and stay alike. */
export const symmetricInit = {
  id: "symmetric-init",
  cause: "architecture",
  judge: (evidence) => {
    const spread =
      Math.max(
        ...(evidence.start?.outputStd ?? [NaN]).map((std, k) => std / (evidence.data?.targetStd[k] || NaN)),
      ) / smallInputs(evidence);
    if (spread < LIMITS.sameStart.value && !endsWell(evidence)) {
      return {
        kind: "finding",
        severity: "high",
        message: `before the first update every row gets the same output (${say(spread)} of the targets' spread): nothing of the input comes through`,
        evidence: { spread, limit: LIMITS.sameStart.value },
      };
    }
    const start = evidence.stages?.filter(({ when }) => when === "start") ?? [];
    const [first, ...later] = start;
    const [worst] = later
      .filter(({ effectiveRank, width }) => Number.isFinite(effectiveRank) && width !== 1) // one unit has no like
      .sort((a, b) => a.effectiveRank - b.effectiveRank);
    if (Number.isFinite(spread) && (first === undefined || worst === undefined)) {
      return {
        kind: "clear",
        message: `outputs differ before the first update (${say(spread)} of the targets' spread)`,
        evidence: { spread },
      };
    }
    if (first === undefined || worst === undefined)
      return skipped("outputs, or two stages, before the first update");
    const limit = LIMITS.oneDirection.value;
    // Where the first stage has one direction itself there is nothing for the units to differ in.
    return outcome({
      wrong: worst.effectiveRank < limit && first.effectiveRank > 2 * limit,
      severity: endsWell(evidence) ? "low" : "high",
      message: `all units of ${worst.stage} do the same before the first update (${say(worst.effectiveRank)} directions, ${say(first.effectiveRank)} at ${first.stage}): equal gradients keep them so`,
      fine: `the units of ${worst.stage} use ${say(worst.effectiveRank)} directions at the start`,
      evidence: { effectiveRank: worst.effectiveRank, first: first.effectiveRank, limit },
    });
  },
} satisfies Rule;
