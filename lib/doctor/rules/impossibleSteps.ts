import { THRESHOLDS } from "../../dataset/audit/thresholds";
import { judgedPairs } from "../measures/pairFacts";
import { outcome, say, sayShare, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** The fastest step of a trajectory x, y, x, y …, metres a second. */
function fastest(row: readonly number[], seconds: number): number {
  let most = 0;
  for (let i = 2; i + 1 < row.length; i += 2) {
    const step = Math.hypot((row[i] ?? NaN) - (row[i - 2] ?? NaN), (row[i + 1] ?? NaN) - (row[i - 1] ?? NaN));
    most = Math.max(most, step / seconds);
  }
  return most;
}

/** Targets that leap faster than anything drives: windows glued over a cut, or another vehicle's track. */
export const impossibleSteps = {
  id: "impossible-steps",
  cause: "label-or-information",
  judge: (evidence) => {
    const seconds = evidence.settings?.trajectory?.seconds;
    const pairs = judgedPairs(evidence);
    if (seconds === undefined || pairs === undefined)
      return skipped("targets that are trajectories (--seconds)");
    const speeds = pairs.targets.map((row) => fastest(row, seconds));
    const limit = THRESHOLDS.topSpeed.value;
    const share = speeds.filter((speed) => speed > limit).length / speeds.length;
    const top = speeds.reduce((a, b) => Math.max(a, b), 0);
    return outcome({
      wrong: share > LIMITS.impossibleShare.value,
      severity: "high",
      message: `${sayShare(share)} of the targets leap: up to ${say(top)} m/s from one row to the next, ${say(top * seconds)} m in ${say(seconds)} s; nothing on wheels does`,
      fine: `no target leaps: ${say(top)} m/s at most`,
      evidence: { share, topMetersPerSecond: top, limit },
    });
  },
} satisfies Rule;
