import { outcome, say, skipped } from "../measures/outcome";
import { judgedFacts } from "../measures/pairFacts";
import { range } from "../../math/statistics";
import { type Evidence } from "../evidence";
import { type Rule } from "../rule";

function targetRanges(evidence: Evidence): readonly (readonly [number, number])[] {
  return (
    evidence.data?.targetRange ?? judgedFacts(evidence)?.outputs.map(({ target }) => range(target)) ?? []
  );
}

/** A loss of probabilities asked about targets that are none. Class numbers beside several outputs are fine. */
export const targetsOutsideLoss = {
  id: "targets-outside-loss",
  cause: "optimiser",
  judge: (evidence) => {
    const loss = evidence.settings?.loss;
    if (loss === undefined) return skipped("the loss of the run");
    if (loss !== "bce" && loss !== "cross-entropy")
      return { kind: "clear", message: `${loss} takes targets of any size`, evidence: {} };
    const ranges = targetRanges(evidence);
    if (ranges.length === 0) return skipped("targets, or their range");
    const [low, high] = [Math.min(...ranges.map(([from]) => from)), Math.max(...ranges.map(([, to]) => to))];
    const numbers = loss === "cross-entropy" && ranges.length === 1 && Number.isInteger(high);
    return outcome({
      wrong: low < 0 || (high > 1 && !numbers),
      severity: "high",
      message: `${loss} takes targets from 0 to 1, these go from ${say(low)} to ${say(high)}`,
      fine: `targets go from ${say(low)} to ${say(high)}, as ${loss} takes them`,
      evidence: { low, high },
    });
  },
} satisfies Rule;
