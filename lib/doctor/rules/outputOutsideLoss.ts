import { MEASURED } from "../measures/measured";
import { outcome, say, skipped } from "../measures/outcome";
import { judgedPairs } from "../measures/pairFacts";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** A loss of probabilities given numbers that are none: a linear output, or a softmax over one unit, which is always 1. */
export const outputOutsideLoss = {
  id: "output-outside-loss",
  cause: "architecture",
  judge: (evidence) => {
    const loss = evidence.settings?.loss;
    const predictions = judgedPairs(evidence)?.predictions;
    if (loss === undefined || predictions === undefined)
      return skipped("the loss of the run, and predictions");
    if (loss !== "bce" && loss !== "cross-entropy")
      return { kind: "clear", message: `${loss} takes outputs of any size`, evidence: {} };
    const values = predictions.flat().filter(Number.isFinite);
    const outside = values.filter(
      (value) => value < -LIMITS.sameLoss.value || value > 1 + LIMITS.sameLoss.value,
    );
    const isOne = values.length > 1 && predictions.every((row) => row.length === 1 && row[0] === 1);
    return outcome({
      wrong: outside.length > 0 || isOne,
      severity: "high",
      message: isOne
        ? `every prediction is exactly 1: a softmax over one unit can say nothing else, ${loss === "bce" ? "a sigmoid can" : "two units can"}`
        : `${loss} takes probabilities, predictions go up to ${say(Math.max(...outside.map(Math.abs)))}: the output needs a ${loss === "bce" ? "sigmoid" : "softmax"}`,
      fine: `predictions lie between 0 and 1, as ${loss} takes them`,
      evidence: { outside: outside.length, predictions: values.length, ...MEASURED },
    });
  },
} satisfies Rule;
