import { at } from "../math/at";
import { followAcceleration, freeAcceleration, type Driver, type Leader } from "./driver";
import { turnCurvature, type RoadPath } from "./roadPath";
import { type Motion, type RoadUser } from "./roadUser";
import { lightColour, sinceGreen, type LightProgram } from "./trafficLight";

/** Seconds of one step of the simulation. */
export const TICK_SECONDS = 0.05;

/** Everybody at one crossing at one moment; `motions[i]` belongs to `users[i]`. */
export interface Traffic {
  readonly users: readonly RoadUser[];
  /** For each user the others it shares a lane with. */
  readonly sharing: readonly (readonly number[])[];
  readonly lights: LightProgram;
  readonly motions: readonly Motion[];
  readonly time: number;
}

/** Strongest braking of anybody, m/s², and how fast an acceleration may change, m/s³. */
const HARDEST_BRAKING = 4;
const JERK_UP = 2.5;
const JERK_DOWN = 4;
/** A driver brakes for yellow only if this is enough, m/s². */
const BRAKING_AT_YELLOW = 1.7;
/** Metres past the stop line up to which a car that turns off still blocks its lane. */
const TURN_OFF = 9;
/** Nobody reacts to what is farther ahead, metres. */
export const SIGHT = 120;

/** Who shares a lane with whom, before the crossing or after it. */
export function lanesShared(users: readonly RoadUser[]): number[][] {
  const shares = ({ path: a }: RoadUser, { path: b }: RoadUser): boolean =>
    a.entryLane === b.entryLane || a.exitLane === b.exitLane;
  return users.map((user, i) => [...users.keys()].filter((j) => j !== i && shares(user, at(users, j))));
}

/** Everybody one tick later. */
export function advance(traffic: Traffic): Traffic {
  const motions = traffic.users.map((user, i) =>
    moved(user, at(traffic.motions, i), accelerationOf(traffic, i)),
  );
  const time = traffic.time + TICK_SECONDS;
  return { ...traffic, motions: motions.map((motion, i) => decided({ ...traffic, time }, i, motion)), time };
}

/** The state `seconds` ≤ one tick later, the acceleration held; nobody goes backwards. */
export function coast({ s, speed, acceleration, committed }: Motion, seconds: number): Motion {
  const untilStop = acceleration < 0 ? speed / -acceleration : Infinity;
  if (untilStop <= seconds) {
    return { s: s + (speed * untilStop) / 2, speed: 0, acceleration: 0, committed };
  }
  const later = speed + acceleration * seconds;
  return { s: s + ((speed + later) / 2) * seconds, speed: later, acceleration, committed };
}

function moved(user: RoadUser, motion: Motion, wanted: number): Motion {
  const change = wanted - motion.acceleration;
  const limited = Math.max(-JERK_DOWN * TICK_SECONDS, Math.min(JERK_UP * TICK_SECONDS, change));
  return coast({ ...motion, acceleration: motion.acceleration + limited }, TICK_SECONDS);
}

/** What the driver wants now: the least of following, obeying the light and taking the turn. */
export function accelerationOf(traffic: Traffic, i: number): number {
  const user = at(traffic.users, i);
  const motion = at(traffic.motions, i);
  const { driver, path } = user;
  let wanted = freeAcceleration(driver, motion.speed, driver.desiredSpeed);
  for (const leader of [leaderOf(traffic, i), stopLineAhead(traffic, i)]) {
    if (leader)
      wanted = Math.min(wanted, followAcceleration(driver, motion.speed, driver.desiredSpeed, leader));
  }
  const inHalfASecond = speedAllowed(path, driver, motion.s + 0.5 * motion.speed);
  return Math.max(-HARDEST_BRAKING, Math.min(wanted, (inHalfASecond - motion.speed) / 0.5));
}

/** The speed from which the turn ahead can still be taken in comfort, m/s; Infinity without one. */
export function speedAllowed(path: RoadPath, driver: Driver, s: number): number {
  const curvature = turnCurvature(path);
  const ahead = path.turnStart + 0.15 * path.turnLength - s;
  if (curvature === 0 || ahead < -0.7 * path.turnLength) return Infinity;
  return Math.sqrt(driver.cornering / curvature + 2 * 0.6 * driver.braking * Math.max(0, ahead));
}

/** The stop line as a standing leader, while the light (or a slow reaction to green) says wait. */
function stopLineAhead({ users, motions, lights, time }: Traffic, i: number): Leader | undefined {
  const { path, size, lightGroup, driver } = at(users, i);
  const motion = at(motions, i);
  const toLine = path.stopAt - motion.s - size.length / 2;
  if (toLine < -0.5 || toLine > SIGHT || motion.committed) return undefined;
  const waits =
    lightColour(lights, lightGroup, time) !== "green" ||
    sinceGreen(lights, lightGroup, time) < driver.reaction;
  return waits ? { gap: toLine + driver.standingGap - 0.3, speed: 0 } : undefined;
}

/** Remembers the choice made when the light turns yellow: go on if stopping would need too much braking. */
export function decided({ users, lights, time }: Traffic, i: number, motion: Motion): Motion {
  const { path, size, lightGroup } = at(users, i);
  const colour = lightColour(lights, lightGroup, time);
  if (colour === "green" || motion.committed)
    return { ...motion, committed: motion.committed && colour !== "green" };
  const toLine = path.stopAt - motion.s - size.length / 2;
  const justChanged =
    colour === "yellow" && sinceGreen(lights, lightGroup, time) - lights.green < 1.5 * TICK_SECONDS;
  return {
    ...motion,
    committed: justChanged && motion.speed ** 2 > 2 * BRAKING_AT_YELLOW * Math.max(toLine, 0.1),
  };
}

/** The nearest vehicle ahead in the same lane, before the crossing or after it. */
export function leaderOf(traffic: Traffic, i: number): (Leader & { readonly index: number }) | undefined {
  let nearest: (Leader & { readonly index: number }) | undefined;
  for (const j of at(traffic.sharing, i)) {
    const gap = gapAhead(traffic, i, j);
    if (gap === undefined || gap > SIGHT || (nearest && gap >= nearest.gap)) continue;
    nearest = { gap, speed: at(traffic.motions, j).speed, index: j };
  }
  return nearest;
}

/** Bumper to bumper from i forward to j; undefined when j is not ahead of i in a shared lane. */
function gapAhead({ users, motions }: Traffic, i: number, j: number): number | undefined {
  const mine = at(users, i);
  const other = at(users, j);
  const s = at(motions, i).s;
  const otherS = at(motions, j).s;
  const bodies = (mine.size.length + other.size.length) / 2;
  if (mine.path.entryLane === other.path.entryLane) {
    const shared = mine.path.name === other.path.name || otherS < other.path.stopAt + TURN_OFF;
    if (shared && otherS > s) return otherS - s - bodies;
  }
  if (mine.path.exitLane !== other.path.exitLane || otherS < other.path.turnStart + other.path.turnLength / 2)
    return undefined;
  const ahead = otherS - other.path.exitOffset - (s - mine.path.exitOffset);
  return ahead > 0 ? ahead - bodies : undefined;
}
