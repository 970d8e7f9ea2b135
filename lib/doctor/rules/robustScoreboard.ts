import { endsWell } from "../measures/endsWell";
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
    const least = quantile(errors, 1 - few / errors.length);
    const square = (test: (error: number, row: number) => boolean): number =>
      errors.reduce((sum, error, row) => sum + (test(error, row) ? error * error : 0), 0);
    const heavy = square((error) => error > least);
    const carried = heavy / square(() => true);
    const far = square((error, row) => error > least && (outlying[row] ?? 0) > LIMITS.farOut.value) / heavy;
    const [half, most] = [quantile(errors, 0.5), quantile(errors, 0.9)];
    return outcome({
      wrong: carried > LIMITS.heavyShare.value && most < LIMITS.farOut.value,
      severity: far > 0.5 && !endsWell(evidence) ? "high" : "low",
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
