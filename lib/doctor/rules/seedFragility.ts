import { mean, std } from "../../math/statistics";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** The same recipe comes out well or badly by the seed alone. */
export const seedFragility = {
  id: "seed-fragility",
  cause: "architecture",
  judge: ({ trials }) => {
    const seeds = trials?.seeds ?? [];
    if (seeds.length < 3) return skipped("errors of three seeds or more (level trial)");
    const spread = std(seeds) / mean(seeds);
    return outcome({
      wrong: spread > LIMITS.seedSpread.value,
      severity: "medium",
      message: `the error depends on the seed: ${say(Math.min(...seeds))} to ${say(Math.max(...seeds))} over ${seeds.length} of them`,
      fine: `the error is ${say(mean(seeds))} whatever the seed (± ${say(std(seeds))})`,
      evidence: { spread, seeds: seeds.length, limit: LIMITS.seedSpread.value },
    });
  },
} satisfies Rule;
