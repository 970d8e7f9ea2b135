import { at } from "../../math/at";
import { type Place } from "../place";
import { percent, skipped, stepSecondsOf, verdict, type AuditInput, type Check } from "./check";
import { drivenRows, POSITIONS, type DrivenRows } from "./drivenRows";
import { THRESHOLDS } from "./thresholds";

/** A place where the labelled path leaps. */
interface Leap {
  readonly meters: number;
  /** What to look at: two frames of a path, or a sample and the time in it. */
  readonly where: string;
  readonly otherRecording: boolean;
}

/** Frames may be lost and rows lie any time apart, so a leap is judged by the speed it would need. */
const TOP_SPEED = THRESHOLDS.topSpeed.value;

/** No trajectory runs from one recording into another. */
export const gluedRecordings: Check = (input) => {
  const driven = drivenRows(input);
  if (driven === undefined) return skipped("glued-recordings", POSITIONS);
  const leaps = leapsOf(input, driven).filter(({ otherRecording }) => otherRecording);
  const affected = affectedShare(driven, (meters) => meters >= THRESHOLDS.otherRecordingMeters.value);
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
  const driven = drivenRows(input);
  if (driven === undefined) return skipped("identity-switch", POSITIONS);
  const leaps = leapsOf(input, driven).filter(({ otherRecording }) => !otherRecording);
  const [longest, other] = [TOP_SPEED * stepSecondsOf(input), THRESHOLDS.otherRecordingMeters.value];
  const affected = affectedShare(driven, (meters) => meters > longest && meters < other);
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
function leapsOf(input: AuditInput, driven: readonly DrivenRows[]): Leap[] {
  const onPaths = (input.paths ?? []).flatMap(leapsOfPath);
  const found =
    onPaths.length > 0 ? onPaths : driven.flatMap((sample) => leapsOfRows(sample, stepSecondsOf(input)));
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

function leapsOfRows({ id, rows, firstSeconds }: DrivenRows, step: number): Leap[] {
  return rows.slice(1).flatMap(([x, y], j): Leap[] => {
    const [x0, y0] = at(rows, j);
    const meters = Math.hypot(x - x0, y - y0);
    if (meters <= TOP_SPEED * step) return [];
    const where = `${id} at ${(firstSeconds + step * (j + 1)).toFixed(1)} s`;
    return [{ meters, where, otherRecording: meters >= THRESHOLDS.otherRecordingMeters.value }];
  });
}

function affectedShare(driven: readonly DrivenRows[], isLeap: (meters: number) => boolean): number {
  const affected = driven.filter(({ rows }) =>
    rows.some(([x, y], j) => {
      const [x0, y0] = rows[j - 1] ?? [x, y];
      return isLeap(Math.hypot(x - x0, y - y0));
    }),
  );
  return affected.length / driven.length;
}

function largestOf(leaps: readonly Leap[]): number {
  return leaps[0]?.meters ?? 0;
}
