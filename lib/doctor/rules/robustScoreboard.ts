import { judgedFacts, judgedPairs } from "../measures/pairFacts";
import { rowErrors } from "../measures/rowErrors";
import { quantile } from "../../math/statistics";
import { outcome, say, sayShare, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** A few rows carry most of the squared error: a mean then says nothing about the model. */
export const robustScoreboard = {
  id: "robust-scoreboard",
  cause: "label-or-information",
  judge: (evidence) => {
    const [pairs, facts] = [judgedPairs(evidence), judgedFacts(evidence)];
    if (pairs === undefined || facts === undefined || facts.outputs.length === 0 || facts.rows < 40) {
      return skipped("forty rows of predictions beside targets that vary");
    }
    const { errors, outlying } = rowErrors(pairs);
    const few = Math.ceil(LIMITS.fewRows.value * errors.length);
    const order = Array.from(errors.keys()).sort((a, b) => (errors[b] ?? 0) - (errors[a] ?? 0));
    const square = (rows: readonly number[]): number =>
      rows.reduce((sum, row) => sum + (errors[row] ?? 0) ** 2, 0);
    const worst = order.slice(0, few);
    const carried = square(worst) / square(order);
    const outside = worst.filter((row) => (outlying[row] ?? 0) > LIMITS.farOut.value);
    const far = square(outside) / square(worst);
    const [half, most] = [quantile(errors, 0.5), quantile(errors, 0.9)];
    return outcome({
      wrong: carried > LIMITS.heavyShare.value && most < LIMITS.farOut.value,
      severity: far > 0.5 ? "high" : "low",
      message: `${few} of ${errors.length} rows carry ${sayShare(carried)} of the squared error${far > 0.5 ? ", and their targets lie far outside all others" : ""}: without them the error is ${say(half)} (median) and ${say(most)} (p90) of the targets' spread`,
      fine: `the worst ${sayShare(LIMITS.fewRows.value)} of the rows carry ${sayShare(carried)} of the squared error`,
      evidence: {
        carried,
        rows: few,
        median: half,
        p90: most,
        outlyingShare: far,
        limit: LIMITS.heavyShare.value,
      },
    });
  },
} satisfies Rule;
