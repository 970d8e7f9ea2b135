import { endsWell } from "../measures/endsWell";
import { outcome, say, skipped } from "../measures/outcome";
import { inputSpreads } from "../measures/trainingUnits";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Inputs of very different, or very large, spread: one learning rate cannot serve them all. */
export const inputScale = {
  id: "input-scale",
  cause: "optimiser",
  judge: (evidence) => {
    const scaled = evidence.settings?.scaling?.inputs ?? "none";
    if (scaled !== "none") return { kind: "clear", message: `inputs are scaled (${scaled})`, evidence: {} };
    const spreads = inputSpreads(evidence)?.filter((spread) => spread > 0);
    if (spreads === undefined || spreads.length === 0) return skipped("inputs, or their spreads");
    const [low, high] = [Math.min(...spreads), Math.max(...spreads)];
    const wrong =
      high / low > LIMITS.inputSpread.value ||
      high > LIMITS.inputScale.value ||
      high < 1 / LIMITS.inputScale.value;
    return outcome({
      wrong,
      severity: endsWell(evidence) ? "low" : "high",
      message: `inputs spread from ${say(low)} to ${say(high)} and are not scaled: one learning rate cannot serve them all`,
      fine: `inputs spread from ${say(low)} to ${say(high)}`,
      evidence: { low, high, limit: LIMITS.inputScale.value, ratioLimit: LIMITS.inputSpread.value },
    });
  },
} satisfies Rule;
