import { wrapAngle } from "../../geometry/egoFrame";
import { at } from "../../math/at";
import { MAX_GAP_SECONDS } from "../egoPoseLabels";
import { forwardAxisAngle, HEADING_FIELD, headingDrift, inDegrees } from "../forwardAxis";
import { skipped, verdict, type AuditInput, type Check, type Drive } from "./check";
import { THRESHOLDS } from "./thresholds";

const DEGREES = 180 / Math.PI;

/** Every recording's heading goes with its motion, at its end as at its start; those refused for it are counted here. */
export const heading: Check = ({ drives = [], problems = [] }) => {
  if (drives.length === 0) return skipped("heading", "the poses of a recording");
  const refused = problems.filter(({ field }) => field === HEADING_FIELD);
  const drifting = drives.flatMap(({ id, posed }) => {
    const drift = headingDrift(posed);
    const name = `recording ${id}`;
    return drift === undefined || refused.some(({ file }) => file === name) ? [] : [{ name, drift }];
  });
  const offsets = drives.flatMap(({ posed }) => Math.abs(forwardAxisAngle(posed) ?? 0));
  const worst = Math.max(...offsets) * DEGREES;
  return verdict({
    check: "heading",
    wrong: refused.length + drifting.length > 0,
    message: messageOf({ refused, drifting, worst }),
    evidence: { refused: refused.length, drifting: drifting.length, largestDegrees: worst },
    look: [...refused.map(({ file }) => file), ...drifting.map(({ name }) => name)],
    remedy: "Take the heading from novatel_to_world · lidar_to_novatel of the same frame.",
  });
};

interface Headings {
  readonly refused: NonNullable<AuditInput["problems"]>;
  readonly drifting: readonly { readonly name: string; readonly drift: readonly [number, number] }[];
  readonly worst: number;
}

function messageOf({ refused, drifting, worst }: Headings): string {
  const [first] = refused;
  const [drift] = drifting;
  const parts = [
    ...(first === undefined
      ? []
      : [
          `${refused.length} recordings are left out, their heading is not where they move: ${first.message}`,
        ]),
    ...(drift === undefined
      ? []
      : [
          `the heading drifts against the motion in ${drifting.length} recordings: ${drift.name} from ${inDegrees(drift.drift[0])} to ${inDegrees(drift.drift[1])}`,
        ]),
  ];
  return parts.length > 0
    ? parts.join("; ")
    : `headings lie within ${worst.toFixed(1)}° of the motion (median of each recording)`;
}

/** No single frame's heading differs from both its neighbours'. */
export const headingJump: Check = ({ drives = [] }) => {
  if (drives.length === 0) return skipped("heading-jump", "the poses of a recording");
  const jumps = drives.flatMap(jumpsOf).sort((a, b) => b.degrees - a.degrees);
  const largest = jumps[0]?.degrees ?? 0;
  const found = jumps.filter(({ degrees }) => degrees > THRESHOLDS.headingJumpDegrees.value);
  return verdict({
    check: "heading-jump",
    wrong: found.length > 0,
    message: `${found.length} frames head elsewhere than their neighbours, at most by ${largest.toFixed(1)}°`,
    evidence: { frames: found.length, largestDegrees: largest },
    look: found.map(({ id }) => id),
    remedy: "Look at the pose of the named frames: its rotation is not this moment's.",
  });
};

/** How far each frame's heading is from the line between its neighbours' in time. */
function jumpsOf({ posed }: Drive): { readonly id: string; readonly degrees: number }[] {
  return posed.slice(1, -1).flatMap(({ frame, pose }, i) => {
    const [before, after] = [at(posed, i), at(posed, i + 2)];
    const span = after.frame.seconds - before.frame.seconds;
    if (span > 2 * MAX_GAP_SECONDS) return [];
    const share = (frame.seconds - before.frame.seconds) / span;
    const between = before.pose.yaw + share * wrapAngle(after.pose.yaw - before.pose.yaw);
    return [{ id: frame.id, degrees: Math.abs(wrapAngle(pose.yaw - between)) * DEGREES }];
  });
}
