import { type Point } from "../../geometry/trajectory";
import { at } from "../../math/at";
import { MAX_GAP_SECONDS } from "../egoPoseLabels";
import { skipped, verdict, type Check, type Drive } from "./check";
import { THRESHOLDS } from "./thresholds";

/** A recording with more frames off their line than this has another fault. */
const MAX_SUSPECTS = 8;

/** No path becomes smooth when two of its frames exchange their time stamps. */
export const exchangedStamps: Check = ({ drives = [] }) => {
  if (drives.length === 0) return skipped("exchanged-stamps", "the poses of a recording");
  const exchanged = drives.flatMap(exchangedIn);
  return verdict({
    check: "exchanged-stamps",
    wrong: exchanged.length > 0,
    message:
      exchanged.length === 0
        ? "no path runs smoother with two time stamps exchanged"
        : `${exchanged.length} pairs of frames have each other's time stamp: their path leaps there and back`,
    evidence: { pairs: exchanged.length },
    look: exchanged,
    remedy: "Exchange the time stamps of the named frames, or look up which pose belongs to which.",
  });
};

interface Path {
  readonly seconds: readonly number[];
  readonly points: readonly Point[];
}

function exchangedIn({ posed }: Drive): string[] {
  const path: Path = {
    seconds: posed.map(({ frame }) => frame.seconds),
    points: posed.map(({ pose }) => [pose.x, pose.y] as const),
  };
  const suspects = [...posed.keys()].filter((k) => offLine(path, k) > THRESHOLDS.exchangedMeters.value);
  if (suspects.length > MAX_SUSPECTS) return [];
  return suspects.flatMap((i, n) =>
    suspects
      .slice(n + 1)
      .filter((j) => isExchanged(path, i, j))
      .map((j) => `${at(posed, i).frame.id} ↔ ${at(posed, j).frame.id}`),
  );
}

function isExchanged(path: Path, i: number, j: number): boolean {
  const points = [...path.points];
  [points[i], points[j]] = [at(path.points, j), at(path.points, i)];
  const around = [...new Set([i - 1, i, i + 1, j - 1, j, j + 1])];
  const total = (of: Path): number => around.reduce((sum, k) => sum + offLine(of, k), 0);
  return total({ ...path, points }) < THRESHOLDS.exchangedGain.value * total(path);
}

/** Distance of a point from the line between its neighbours at its own time, m; 0 at ends and gaps. */
function offLine({ seconds, points }: Path, k: number): number {
  const [before, here, after] = [points[k - 1], points[k], points[k + 1]];
  if (before === undefined || here === undefined || after === undefined) return 0;
  const [t0, t, t1] = [at(seconds, k - 1), at(seconds, k), at(seconds, k + 1)];
  if (t1 - t0 > 2 * MAX_GAP_SECONDS) return 0;
  const share = (t - t0) / (t1 - t0);
  const line = (c: 0 | 1): number => before[c] + share * (after[c] - before[c]);
  return Math.hypot(here[0] - line(0), here[1] - line(1));
}
