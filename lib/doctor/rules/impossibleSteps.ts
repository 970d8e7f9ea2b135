import { THRESHOLDS } from "../../dataset/audit/thresholds";
import { outcome, say, sayShare, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

type Step = readonly [number, number];

/** The steps of a trajectory x, y, x, y …, from row to row. */
function stepsOf(row: readonly number[]): Step[] {
  return Array.from({ length: row.length / 2 - 1 }, (_, i) => [
    (row[2 * i + 2] ?? NaN) - (row[2 * i] ?? NaN),
    (row[2 * i + 3] ?? NaN) - (row[2 * i + 1] ?? NaN),
  ]);
}

const apart = ([ax, ay]: Step, [bx, by]: Step): number => Math.hypot(ax - bx, ay - by);

interface Leap {
  readonly speed: number;
  /** Which step. */
  readonly place: number;
}

/**
 * The fastest leap of a trajectory, metres a second: a step unlike the one before or behind it. Steps that are all as
 * fast are another unit, no leap.
 */
function fastestLeap(row: readonly number[], seconds: number): Leap {
  const steps = stepsOf(row);
  const leaps = steps.map((step, place): Leap => {
    const size = Math.hypot(...step);
    const neighbours = [steps[place - 1], steps[place + 1]].filter((one): one is Step => one !== undefined);
    const unlike = Math.max(...neighbours.map((one) => apart(step, one)));
    return { speed: unlike > LIMITS.unlikeSteps.value * size ? size / seconds : 0, place };
  });
  return leaps.reduce((a, b) => (b.speed > a.speed ? b : a));
}

/** Targets that leap faster than anything drives: windows glued over a cut, or another vehicle's track. */
export const impossibleSteps = {
  id: "impossible-steps",
  cause: "label-or-information",
  judge: (evidence) => {
    const seconds = evidence.settings?.trajectory?.seconds;
    const pairs = evidence.pairs?.find(({ targets }) => (targets[0]?.length ?? 0) >= 6); // two steps or more
    if (seconds === undefined || pairs === undefined)
      return skipped("targets that are trajectories (--seconds)");
    const leaps = pairs.targets.map((row) => fastestLeap(row, seconds));
    const limit = THRESHOLDS.topSpeed.value;
    const wrong = leaps.filter(({ speed }) => speed > limit);
    const share = wrong.length / leaps.length;
    const top = leaps.reduce((most, { speed }) => Math.max(most, speed), 0);
    // One and the same step in every row is one output's scale, not a cut.
    const oneOutput = share > 0.9 && new Set(wrong.map(({ place }) => place)).size <= 2;
    return outcome({
      wrong: share > LIMITS.impossibleShare.value && !oneOutput,
      severity: "high",
      message: `${sayShare(share)} of the targets leap: up to ${say(top)} m/s from one row to the next, ${say(top * seconds)} m in ${say(seconds)} s; nothing on wheels does`,
      fine: `no target leaps from one row to the next (${say(top)} m/s at most)`,
      evidence: { share, topMetersPerSecond: top, limit },
    });
  },
} satisfies Rule;
