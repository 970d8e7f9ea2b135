import { mean, std } from "../../math/statistics";
import { type Evidence } from "../evidence";
import { endsWell } from "../measures/endsWell";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** What an error is small beside: the targets' spread, for classes all of them; 0 where neither is known. */
function sizeOfError({ settings, data }: Evidence): number {
  if (settings?.loss === "bce" || settings?.loss === "cross-entropy") return 1;
  return data === undefined ? 0 : mean(data.targetStd);
}

/** The same recipe comes out well or badly by the seed alone. */
export const seedFragility = {
  id: "seed-fragility",
  cause: "architecture",
  judge: (evidence) => {
    const seeds = evidence.trials?.seeds ?? [];
    if (seeds.length < 3) return skipped("errors of three seeds or more (level trial)");
    const spread = std(seeds) / mean(seeds);
    const noise = LIMITS.seedNoise.value * sizeOfError(evidence);
    return outcome({
      wrong: !(spread <= LIMITS.seedSpread.value) && !(std(seeds) <= noise),
      severity: endsWell(evidence) ? "low" : "medium",
      message: `the error depends on the seed: ${say(Math.min(...seeds))} to ${say(Math.max(...seeds))} over ${seeds.length} of them`,
      fine: `the error is ${say(mean(seeds))} whatever the seed (± ${say(std(seeds))})`,
      evidence: { spread, seeds: seeds.length, limit: LIMITS.seedSpread.value },
    });
  },
} satisfies Rule;
