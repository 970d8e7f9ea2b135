import { at } from "../math/at";
import { type Rng } from "../math/rng";
import { drawDriver } from "./driver";
import { carPath, type Manoeuvre } from "./roadPath";
import { type Motion, type RoadUser } from "./roadUser";
import { timedFor, VIGOUR, type Placed } from "./scene";
import { accelerationOf, decided, lanesShared, leaderOf, SIGHT, speedAllowed, type Traffic } from "./traffic";
import { lightColour, type LightColour } from "./trafficLight";

/** What a picture shows of the ego's situation. Metres. */
export interface Situation {
  readonly recording: number;
  /** From the ego's middle to its stop line; negative behind it. */
  readonly toLine: number;
  /** What its light shows; "passed" once the line is behind. */
  readonly light: LightColour | "passed";
  /** Gap to the car ahead, at most FREE_GAP. */
  readonly gap: number;
  /** Not in the picture: the prompt tells it, or hides it. */
  readonly speed: number;
}

const FREE_GAP = 40;
/** Metres into the turn from which the ego's heading gives its route away. */
const ROUTE_SHOWS = 2;
const TRIES = 60;
const LIKE_SITUATIONS = 10;

/** The ego and those it may have to follow in the next seconds: ahead on its lane, or on an exit it may take. */
export function aroundEgo(traffic: Traffic): Traffic {
  const ego = at(traffic.users, 0);
  const { s } = at(traffic.motions, 0);
  const exits = routesOf(ego, s).map(({ exitLane }) => exitLane);
  const near = [...traffic.users.keys()].filter((i) => {
    const { path } = at(traffic.users, i);
    const other = at(traffic.motions, i).s;
    const ahead = path.entryLane === ego.path.entryLane && other > s && other < s + SIGHT;
    const beyond = other - path.exitOffset;
    return i === 0 || ahead || (exits.includes(path.exitLane) && beyond > -FREE_GAP && beyond < SIGHT);
  });
  const users = near.map((i) => at(traffic.users, i));
  return { ...traffic, users, motions: near.map((i) => at(traffic.motions, i)), sharing: lanesShared(users) };
}

/** The ego's situation in some traffic. */
export function situationOf(traffic: Traffic, recording: number): Situation {
  const { path, lightGroup } = at(traffic.users, 0);
  const { s, speed } = at(traffic.motions, 0);
  const toLine = path.stopAt - s;
  const light = toLine < 0 ? "passed" : lightColour(traffic.lights, lightGroup, traffic.time);
  return { recording, toLine, light, gap: Math.min(FREE_GAP, leaderOf(traffic, 0)?.gap ?? FREE_GAP), speed };
}

/** The ego's speeds where other recordings look most like this: one a recording, of the most like recordings. */
export function speedsElsewhere(situation: Situation, all: readonly Situation[]): number[] {
  const unlike = (other: Situation): number =>
    Math.abs(other.toLine - situation.toLine) +
    Math.abs(other.gap - situation.gap) +
    (other.light === situation.light ? 0 : 1000);
  const nearest = new Map<number, Situation>();
  for (const other of all) {
    const rival = nearest.get(other.recording);
    if (rival === undefined || unlike(other) < unlike(rival)) nearest.set(other.recording, other);
  }
  nearest.delete(situation.recording);
  return [...nearest.values()]
    .sort((a, b) => unlike(a) - unlike(b))
    .slice(0, LIKE_SITUATIONS)
    .map(({ speed }) => speed);
}

/**
 * The same moment with everything drawn again that neither picture nor prompt shows: how each driver drives, where
 * cars on an outer lane are going while their heading does not tell, how fast the others are (the same share of
 * what their new driver wants), how long the light has had its colour, and the ego's speed where `speeds` are
 * given. Draws that contradict what is seen (too fast for the driver or the turn, another colour) are drawn again.
 */
export function redrawHidden(traffic: Traffic, rng: Rng, speeds: readonly number[] = []): Traffic {
  for (let tried = 0; tried < TRIES; tried++) {
    const drawn = drawOnce(traffic, rng, speeds);
    if (drawn) return drawn;
  }
  return traffic;
}

function drawOnce(traffic: Traffic, rng: Rng, speeds: readonly number[]): Traffic | undefined {
  const placed = traffic.users.map((user, i) =>
    redrawnUser({ user, motion: at(traffic.motions, i) }, i, rng),
  );
  const { user } = at(placed, 0);
  const own = at(traffic.motions, 0);
  const motion = { ...own, speed: speeds.length === 0 ? own.speed : at(speeds, rng.integer(speeds.length)) };
  placed[0] = { user, motion };
  if (motion.speed > speedThatFits(user, motion)) return undefined;
  const lights = redrawnLights(traffic, { user, motion }, rng);
  if (!lights) return undefined;
  const users = placed.map((one) => one.user);
  const drawn = {
    ...traffic,
    users,
    lights,
    sharing: lanesShared(users),
    motions: placed.map((one) => one.motion),
  };
  return withWantedAcceleration(drawn);
}

function redrawnUser({ user, motion }: Placed, i: number, rng: Rng): Placed {
  const vigour = VIGOUR[user.kind];
  if (vigour === undefined) return { user, motion };
  const driver = drawDriver(rng, vigour);
  const routes = routesOf(user, motion.s);
  const path = at(routes, rng.integer(routes.length));
  const share = i === 0 ? 1 : driver.desiredSpeed / user.driver.desiredSpeed;
  return { user: { ...user, driver, path }, motion: { ...motion, speed: motion.speed * share } };
}

/** The ways a vehicle may be going, by its lane, or by its heading once it is in the turn. */
export function routesOf({ path }: RoadUser, s: number): RoadUser["path"][] {
  const outer = path.entryLane.endsWith("outer");
  const right = carPath(path.arm, "right");
  if (!outer || s > right.turnStart + ROUTE_SHOWS) return [path];
  return (["straight", "right"] satisfies Manoeuvre[]).map((way) => carPath(path.arm, way));
}

/** The highest speed this driver could have here. */
function speedThatFits({ driver, path }: RoadUser, { s }: Motion): number {
  return Math.min(1.02 * driver.desiredSpeed, speedAllowed(path, driver, s) + 0.5);
}

/** The lights at another moment of what the ego sees of them; undefined when the draw shows another colour. */
function redrawnLights({ lights, time }: Traffic, ego: Placed, rng: Rng): Traffic["lights"] | undefined {
  const { path, lightGroup } = ego.user;
  if (ego.motion.s > path.stopAt) return lights;
  const drawn = timedFor(ego, lights, { share: rng.uniform(), time });
  const same = lightColour(drawn, lightGroup, time) === lightColour(lights, lightGroup, time);
  return same ? drawn : undefined;
}

/** Everybody's acceleration as their drivers want it now; the old one belonged to other drivers. */
function withWantedAcceleration(traffic: Traffic): Traffic {
  const motions = traffic.motions.map((motion, i) => ({
    ...motion,
    acceleration: accelerationOf(traffic, i),
  }));
  return { ...traffic, motions: motions.map((motion, i) => decided(traffic, i, motion)) };
}
