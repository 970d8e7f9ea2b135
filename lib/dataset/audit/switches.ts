import { at } from "../../math/at";
import { type Place } from "../place";
import { percent, verdict, withStart, type AuditInput, type Check } from "./check";
import { THRESHOLDS } from "./thresholds";

/** A place where the labelled path leaps. */
interface Leap {
  readonly meters: number;
  /** What to look at: two frames of a path, or a sample and the time in it. */
  readonly where: string;
  readonly otherRecording: boolean;
}

/** Frames may be lost, so a path's leap is judged by the speed it would need. */
const TOP_SPEED = THRESHOLDS.stepMeters.value / 0.1;

/** No trajectory runs from one recording into another. */
export const gluedRecordings: Check = (input) => {
  const leaps = leapsOf(input).filter(({ otherRecording }) => otherRecording);
  const affected = affectedShare(input, (meters) => meters >= THRESHOLDS.otherRecordingMeters.value);
  return verdict({
    check: "glued-recordings",
    wrong: leaps.length > 0,
    message: `${leaps.length} places where recordings are joined; ${percent(affected)} of the trajectories leap ${THRESHOLDS.otherRecordingMeters.value} m or more`,
    evidence: { places: leaps.length, share: affected, largestMeters: largestOf(leaps) },
    look: leaps.map(({ where }) => where),
    remedy:
      "Cut trajectories inside one recording only: group by batch or sequence, then sort by time stamp.",
  });
};

/** No trajectory jumps from one road user to another. */
export const identitySwitch: Check = (input) => {
  const leaps = leapsOf(input).filter(({ otherRecording }) => !otherRecording);
  const limits = THRESHOLDS;
  const affected = affectedShare(
    input,
    (m) => m > limits.stepMeters.value && m < limits.otherRecordingMeters.value,
  );
  return verdict({
    check: "identity-switch",
    wrong: leaps.length > 0,
    message: `${leaps.length} places where the labelled car becomes another one; ${percent(affected)} of the trajectories contain such a leap`,
    evidence: { places: leaps.length, share: affected, largestMeters: largestOf(leaps) },
    look: leaps.map(({ where }) => where),
    remedy:
      "Label the car that took the picture: its pose is in novatel_to_world, it is never among the labelled objects.",
  });
};

/** Leaps of the paths when they are known (they name frames), else of the trajectories; the widest first. */
function leapsOf({ paths, samples }: AuditInput): Leap[] {
  const onPaths = (paths ?? []).flatMap(leapsOfPath);
  const found =
    onPaths.length > 0 ? onPaths : samples.flatMap(({ id, target }) => leapsOfRows(id, withStart(target)));
  return found.sort((a, b) => b.meters - a.meters);
}

function leapsOfPath(path: readonly Place[]): Leap[] {
  return path.slice(1).flatMap((to, i): Leap[] => {
    const from = at(path, i);
    const meters = Math.hypot(to.point[0] - from.point[0], to.point[1] - from.point[1]);
    const seconds = Math.abs(to.frame.seconds - from.frame.seconds);
    const joined = to.recording !== from.recording;
    if (!joined && meters <= TOP_SPEED * Math.max(seconds, 0.1)) return [];
    const far = meters >= THRESHOLDS.otherRecordingMeters.value;
    return [{ meters, where: `${from.frame.id} → ${to.frame.id}`, otherRecording: joined || far }];
  });
}

function leapsOfRows(id: string, rows: ReturnType<typeof withStart>): Leap[] {
  return rows.slice(1).flatMap(([x, y], j): Leap[] => {
    const [x0, y0] = at(rows, j);
    const meters = Math.hypot(x - x0, y - y0);
    if (meters <= THRESHOLDS.stepMeters.value) return [];
    const where = `${id} at ${(0.1 * (j + 1)).toFixed(1)} s`;
    return [{ meters, where, otherRecording: meters >= THRESHOLDS.otherRecordingMeters.value }];
  });
}

function affectedShare({ samples }: AuditInput, isLeap: (meters: number) => boolean): number {
  const affected = samples.filter(({ target }) => {
    const rows = withStart(target);
    return target.some(([x, y], j) => isLeap(Math.hypot(x - at(rows, j)[0], y - at(rows, j)[1])));
  });
  return affected.length / samples.length;
}

function largestOf(leaps: readonly Leap[]): number {
  return leaps[0]?.meters ?? 0;
}
