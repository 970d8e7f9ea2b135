import { at } from "../../math/at";
import { percent, rowsIn, skipped, stepSecondsOf, verdict, type Check } from "./check";
import { THRESHOLDS } from "./thresholds";

/** When the direction is taken (at the first row when that comes later), and the speed that counts as moving. */
const SLIP_SECONDS = 0.5;
const MOVING_SPEED = 2; // m/s

/** A moving car goes where it points: the direction at 0.5 s lies near the x axis. */
export const lateralSlip: Check = (input) => {
  const row = rowsIn(SLIP_SECONDS, input) - 1;
  const movingMeters = MOVING_SPEED * (row + 1) * stepSecondsOf(input);
  const moving = input.samples.flatMap(({ id, target }) => {
    const [x, y] = at(target, Math.min(row, target.length - 1));
    return Math.hypot(x, y) > movingMeters
      ? [{ id, degrees: Math.abs(Math.atan2(y, x)) * (180 / Math.PI) }]
      : [];
  });
  if (moving.length === 0) return skipped("lateral-slip", "samples that move faster than 2 m/s");
  const off = moving
    .filter(({ degrees }) => degrees > THRESHOLDS.slipDegrees.value)
    .sort((a, b) => b.degrees - a.degrees);
  const share = off.length / moving.length;
  return verdict({
    check: "lateral-slip",
    wrong: share > THRESHOLDS.slipShare.value,
    message: `${percent(share)} of ${moving.length} moving samples head more than ${THRESHOLDS.slipDegrees.value}° away from their x axis`,
    evidence: { share, moving: moving.length },
    look: off.map(({ id }) => id),
    remedy: "Take the yaw from the pose's rotation matrix, not from a displacement.",
  });
};

/** Standing still: less than this in the first second; leaving: at least this far later. */
const STILL_SECONDS = 1;
const STILL_METERS = 0.3;
const LEAVES_METERS = 3;
const FORWARD = Math.PI / 3;
/** Fewer starts than this say nothing about headings. */
const MIN_STARTS = 10;

/** A car that starts from standstill leaves forwards; a heading taken from a tiny displacement is random. */
export const stationaryHeading: Check = (input) => {
  const first = rowsIn(STILL_SECONDS, input);
  const starts = input.samples.flatMap(({ id, target }) => {
    const still = target.slice(0, first).every(([x, y]) => Math.hypot(x, y) < STILL_METERS);
    const left = target.find(([x, y]) => Math.hypot(x, y) > LEAVES_METERS);
    return still && left !== undefined ? [{ id, angle: Math.abs(Math.atan2(left[1], left[0])) }] : [];
  });
  if (starts.length < MIN_STARTS)
    return skipped(
      "stationary-heading",
      `${MIN_STARTS} samples that start from standstill (${starts.length} here)`,
    );
  const sideways = starts.filter(({ angle }) => angle > FORWARD).sort((a, b) => b.angle - a.angle);
  const share = sideways.length / starts.length;
  return verdict({
    check: "stationary-heading",
    wrong: share > THRESHOLDS.leavesSidewaysShare.value,
    message: `${percent(share)} of ${starts.length} starts from standstill leave more than 60° away from the x axis`,
    evidence: { share, starts: starts.length },
    look: sideways.map(({ id }) => id),
    remedy: "Take the yaw from the pose: a car that stands has no direction of motion.",
  });
};
