import { judgedFacts } from "../measures/pairFacts";
import { outcome, skipped } from "../measures/outcome";
import { type Rule } from "../rule";

/** Predictions that are no numbers: the weights are broken. */
export const notFinitePredictions = {
  id: "not-finite-predictions",
  cause: "optimiser",
  judge: (evidence) => {
    const facts = judgedFacts(evidence);
    if (facts === undefined) return skipped("predictions beside targets");
    const total = facts.rows + facts.notFinite;
    return outcome({
      wrong: facts.notFinite > 0,
      severity: "high",
      message: `${facts.notFinite} of ${total} predictions are NaN or infinite: the weights broke in training`,
      fine: "every prediction is a finite number",
      evidence: { notFinite: facts.notFinite, rows: total },
    });
  },
} satisfies Rule;
