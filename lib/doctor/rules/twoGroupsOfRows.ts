import { endsWell } from "../measures/endsWell";
import { judgedFacts, judgedPairs } from "../measures/pairFacts";
import { rowErrors } from "../measures/rowErrors";
import { at } from "../../math/at";
import { mean, std } from "../../math/statistics";
import { outcome, say, sayShare, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** The cut of sorted numbers into two groups with the least variance inside (Otsu), each at least a twentieth. */
function cutOf(sorted: Float64Array): number {
  const least = Math.ceil(sorted.length / 20);
  const total = sorted.reduce((sum, value) => sum + value, 0);
  let [best, most, sum] = [least, -Infinity, 0];
  sorted.forEach((value, i) => {
    sum += value;
    const count = i + 1;
    if (count < least || count > sorted.length - least) return;
    const between =
      count * (sorted.length - count) * (sum / count - (total - sum) / (sorted.length - count)) ** 2;
    if (between > most) [best, most] = [count, between];
  });
  return best;
}

/** Two kinds of rows: one that the model gets, one that follows another rule; in between next to nothing. */
export const twoGroupsOfRows = {
  id: "two-groups-of-rows",
  cause: "label-or-information",
  judge: (evidence) => {
    const [pairs, facts] = [judgedPairs(evidence), judgedFacts(evidence)];
    if (pairs === undefined || facts === undefined || facts.outputs.length === 0 || facts.rows < 60) {
      return skipped("sixty rows of predictions beside targets that vary");
    }
    const { errors } = rowErrors(pairs);
    const sorted = errors.map((error) => Math.log(error + 0.01)).sort();
    const cut = cutOf(sorted);
    const [low, high] = [sorted.subarray(0, cut), sorted.subarray(cut)];
    const apart = (mean(high) - mean(low)) / Math.max(1e-9, Math.hypot(std(low), std(high)) / Math.SQRT2);
    const ratio = Math.exp(mean(high) - mean(low));
    const share = high.length / sorted.length;
    return outcome({
      wrong:
        apart > LIMITS.groupsApart.value &&
        ratio > LIMITS.groupRatio.value &&
        Math.exp(at(low, low.length >> 1)) < 0.5,
      severity: endsWell(evidence) ? "low" : "medium",
      message: `the rows fall into two groups: ${sayShare(1 - share)} are predicted well, ${sayShare(share)} are ${say(ratio)} times as far off: those follow another rule`,
      fine: `the rows are one group (the worse ${sayShare(share)} is ${say(ratio)} times as far off)`,
      evidence: { apart, ratio, share, limit: LIMITS.groupsApart.value },
    });
  },
} satisfies Rule;
