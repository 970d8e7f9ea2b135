import { at } from "../../math/at";
import { skipped, verdict, type Check, type Drive } from "./check";

/** Shorter recordings are no drives. */
const MIN_SECONDS = 2;

/** A pose that is written anew for every frame changes, in its last digits also where the car stands. */
export const frozenPose: Check = ({ drives = [] }) => {
  const long = drives.filter((drive) => secondsOf(drive) >= MIN_SECONDS);
  if (long.length === 0) return skipped("frozen-pose", `the poses of a recording of ${MIN_SECONDS} s`);
  const frozen = long.filter(isFrozen).map(({ id }) => `recording ${id}`);
  return verdict({
    check: "frozen-pose",
    wrong: frozen.length > 0,
    message: `${frozen.length} of ${long.length} recordings have one and the same pose throughout, to the last digit`,
    evidence: { frozen: frozen.length, recordings: long.length },
    look: frozen,
    remedy: "Write each frame's own novatel_to_world; leave the recording out if there is none.",
  });
};

function secondsOf({ posed }: Drive): number {
  return posed.length === 0 ? 0 : at(posed, posed.length - 1).frame.seconds - at(posed, 0).frame.seconds;
}

function isFrozen({ posed }: Drive): boolean {
  const first = at(posed, 0).pose;
  return posed.every(({ pose }) => pose.x === first.x && pose.y === first.y && pose.yaw === first.yaw);
}
