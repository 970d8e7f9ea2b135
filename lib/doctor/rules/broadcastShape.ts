import { endsWell } from "../measures/endsWell";
import { judgedFacts, judgedPairs } from "../measures/pairFacts";
import { outcome, sayShare, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

type Rows = readonly (readonly number[])[];

/** Share of rows whose outputs are all one and the same number. */
function sameAcross(rows: Rows): number {
  const same = rows.filter((row) =>
    row.every((value) => Math.abs(value - (row[0] ?? NaN)) <= 1e-9 * Math.abs(value)),
  );
  return same.length / rows.length;
}

/** Shapes that do not fit, or one output repeated over all columns: what was compared was stretched to fit. */
export const broadcastShape = {
  id: "broadcast-shape",
  cause: "evaluation",
  judge: (evidence) => {
    const facts = judgedFacts(evidence);
    const pairs = judgedPairs(evidence);
    if (facts === undefined || pairs === undefined) return skipped("predictions beside targets");
    const { width, predictedWidth } = facts;
    if (width !== predictedWidth || pairs.targets.length !== pairs.predictions.length) {
      const [rows, given] = [pairs.targets.length, pairs.predictions.length];
      return {
        kind: "finding",
        severity: "high",
        message: `targets are [${rows}, ${width}] and predictions [${given}, ${predictedWidth}]: compared, one is stretched over the other`,
        evidence: {
          targetRows: rows,
          predictionRows: given,
          targetWidth: width,
          predictionWidth: predictedWidth,
        },
      };
    }
    if (pairs.shapes !== undefined) {
      const [targets, predictions] = [pairs.shapes.targets, pairs.shapes.predictions];
      return {
        kind: "finding",
        // Many tools save so and compare rightly; where the run is bad as well it is the first thing to look at.
        severity: endsWell(evidence) ? "low" : "medium",
        message: `targets are saved as [${targets.join(", ")}] and predictions as [${predictions.join(", ")}]: a loss that subtracts them compares every row with every other`,
        evidence: { targetAxes: targets.length, predictionAxes: predictions.length },
      };
    }
    if (width < 2)
      return { kind: "clear", message: "targets and predictions have the same shape", evidence: { width } };
    const [predicted, target] = [sameAcross(pairs.predictions), sameAcross(pairs.targets)];
    return outcome({
      wrong: predicted > LIMITS.repeatedShare.value && target < LIMITS.repeatedShare.value / 2,
      severity: "high",
      message: `${sayShare(predicted)} of the rows predict one and the same number for all ${width} outputs: one column was stretched over all`,
      fine: `the ${width} outputs of a row differ`,
      evidence: { repeated: predicted, repeatedTargets: target, width, limit: LIMITS.repeatedShare.value },
    });
  },
} satisfies Rule;
