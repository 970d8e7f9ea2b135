import { median } from "../../math/statistics";
import { endsWell } from "../measures/endsWell";
import { lossCourse } from "../measures/lossCourse";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Points that stand out from the two before and the two behind them, as ratios to their median; not the first epoch. */
function leaps(values: readonly number[]): number[] {
  return values.flatMap((value, i) => {
    if (i < 2 || i >= values.length - 1) return [];
    const around = median([...values.slice(i - 2, i), ...values.slice(i + 1, i + 3)]);
    return around > 0 ? [value / around] : [];
  });
}

/** Single points far above their neighbours: a few bad batches, or a rate at the edge of what is stable. */
export const spikes = {
  id: "spikes",
  cause: "optimiser",
  judge: (evidence) => {
    const course = lossCourse(evidence);
    if (course === undefined || course.finite.length < 8) return skipped("a loss with eight points or more");
    const ratios = leaps(course.finite);
    const worst = ratios.reduce((a, b) => Math.max(a, b), 0);
    const limit =
      LIMITS.spikeRatio.value +
      (LIMITS.spikeNoise.value * course.noise) / Math.max(1e-12, Math.abs(course.end));
    const count = ratios.filter((ratio) => ratio > limit).length;
    return outcome({
      wrong: count > 0,
      severity: count / ratios.length > LIMITS.spikeShare.value && !endsWell(evidence) ? "medium" : "low",
      message: `the loss leaps up at ${count} of ${course.finite.length} points, to ${say(worst)} times its neighbours at most`,
      fine: `no point of the loss stands out: ${say(worst)} times its neighbours at most`,
      evidence: { count, worst, limit },
    });
  },
} satisfies Rule;
