import { at } from "../math/at";
import { splitRng, type Rng } from "../math/rng";
import { drawDriver, drawSlowUser } from "./driver";
import { type Intersection } from "./intersection";
import { carPath, crosswalkPath, cyclePath, sidewalkPath, type Manoeuvre, type RoadPath } from "./roadPath";
import { type BodySize, type Colour, type Motion, type RoadUser, type UserKind } from "./roadUser";
import { advance, lanesShared, TICK_SECONDS, type Traffic } from "./traffic";
import { shiftedTo, WALK_GROUP, type LightProgram } from "./trafficLight";

/** One simulated drive through a crossing. User 0 is the ego. Times in seconds from the first frame. */
export interface Scene {
  readonly intersection: Intersection;
  readonly users: readonly RoadUser[];
  readonly sharing: readonly (readonly number[])[];
  readonly lights: LightProgram;
  /** Everybody's motion at `ticks[k]` = k · TICK_SECONDS. */
  readonly ticks: readonly (readonly Motion[])[];
}

/** Seconds simulated before the first frame, so that queues and gaps have become natural. */
const WARM_UP_SECONDS = 12;

const BODIES: Readonly<Record<UserKind, BodySize>> = {
  Car: { length: 4.5, width: 1.85, height: 1.5 },
  Van: { length: 5.2, width: 2, height: 2.1 },
  Truck: { length: 8.5, width: 2.45, height: 3.3 },
  Bus: { length: 11, width: 2.5, height: 3.1 },
  Cyclist: { length: 1.75, width: 0.6, height: 1.7 },
  Pedestrian: { length: 0.5, width: 0.6, height: 1.72 },
};

/** How briskly a vehicle's driver can drive; 1 is a car's. */
export const VIGOUR: Readonly<Record<string, number>> = { Car: 1, Van: 0.9, Truck: 0.6, Bus: 0.6 };

const PAINTS: readonly Colour[] = [
  [236, 236, 232],
  [32, 34, 40],
  [150, 154, 160],
  [178, 34, 38],
  [40, 74, 150],
  [205, 176, 60],
  [60, 110, 84],
  [120, 88, 66],
];

/** A road user and how it moves at one moment. */
export interface Placed {
  readonly user: RoadUser;
  readonly motion: Motion;
}

/** Simulates one drive of `seconds`. The same seed and label give the same drive. */
export function simulateScene(
  intersection: Intersection,
  seed: number,
  { label, seconds }: { label: string; seconds: number },
): Scene {
  const rng = splitRng(seed, `scene/${label}`);
  const placed = placeEverybody(rng);
  const users = placed.map(({ user }) => user);
  const lights = timedFor(at(placed, 0), intersection.lights, { rng, time: -WARM_UP_SECONDS });
  const sharing = lanesShared(users);
  let traffic: Traffic = {
    users,
    sharing,
    lights,
    motions: placed.map(({ motion }) => motion),
    time: -WARM_UP_SECONDS,
  };
  const ticks: (readonly Motion[])[] = [];
  const warmUp = Math.round(WARM_UP_SECONDS / TICK_SECONDS);
  const total = warmUp + Math.ceil(seconds / TICK_SECONDS) + 1;
  for (let k = 0; k <= total; k++) {
    if (k >= warmUp) ticks.push(traffic.motions);
    traffic = advance({ ...traffic, time: (k - warmUp) * TICK_SECONDS });
  }
  return { intersection, users, sharing, lights, ticks };
}

/** Everybody at `time`, between the ticks too. */
export function trafficAt({ users, sharing, lights, ticks }: Scene, time: number): Traffic {
  const k = Math.floor(time / TICK_SECONDS + 1e-9);
  const share = time / TICK_SECONDS - k;
  const motions = at(ticks, k).map((motion, i) => between(motion, at(at(ticks, k + 1), i), share));
  return { users, sharing, lights, motions, time };
}

/** The cubic through both ends with their speeds: the simulated motion itself while the acceleration is constant. */
function between(from: Motion, to: Motion, u: number): Motion {
  const h = TICK_SECONDS;
  const s =
    (1 + 2 * u) * (1 - u) ** 2 * from.s +
    u * (1 - u) ** 2 * h * from.speed +
    u * u * (3 - 2 * u) * to.s -
    u * u * (1 - u) * h * to.speed;
  return { ...from, s, speed: (1 - u) * from.speed + u * to.speed };
}

/** Shifts the lights so that the ego, where it is at `time`, comes to them at any moment around their green. */
export function timedFor(
  { user, motion }: Placed,
  lights: LightProgram,
  { rng, time }: { rng: Rng; time: number },
): LightProgram {
  const distance = user.path.stopAt - motion.s;
  const arrival = time + distance / (0.8 * user.driver.desiredSpeed);
  const since = 18 * rng.uniform() - 7; // negative: the green comes after the arrival
  return shiftedTo(lights, user.lightGroup, { time: arrival, since });
}

function placeEverybody(rng: Rng): Placed[] {
  const ego = placeEgo(rng);
  const others = [0, 1, 2, 3].flatMap((arm) => [
    ...placeLane(rng, arm, { lane: "inner", ego }),
    ...placeLane(rng, arm, { lane: "outer", ego }),
    ...placeExit(rng, arm),
    ...placeSlowUsers(rng, arm),
  ]);
  return [ego, ...others];
}

const MANOEUVRES: readonly Manoeuvre[] = ["left", "straight", "right"];

function placeEgo(rng: Rng): Placed {
  const path = carPath(rng.integer(4), at(MANOEUVRES, rng.integer(3)));
  const user = {
    kind: "Car",
    size: BODIES.Car,
    colour: at(PAINTS, 0),
    path,
    aside: 0,
    driver: drawDriver(rng),
    lightGroup: path.arm,
  } as const;
  const before = 60 + 150 * rng.uniform();
  return { user, motion: cruising(user, path.stopAt - before) };
}

/** Rolling at a speed from which the stop line can be kept. */
function cruising({ path, driver }: RoadUser, s: number): Motion {
  const beforeLine = path.stopAt - s;
  const keeping = beforeLine > 0 ? Math.sqrt(2 * 1.2 * Math.max(0, beforeLine - 5)) : Infinity;
  return { s, speed: Math.min(0.9 * driver.desiredSpeed, keeping), acceleration: 0, committed: false };
}

/** Cars on one lane towards the crossing, in random distances, leaving out the place of the ego. */
function placeLane(rng: Rng, arm: number, { lane, ego }: { lane: "inner" | "outer"; ego: Placed }): Placed[] {
  const mine = ego.user.path.entryLane === `in ${arm} ${lane}`;
  const density = mine ? 30 + 50 * rng.uniform() : 40 + 60 * rng.uniform();
  const placed: Placed[] = [];
  for (let s = 20 + density * rng.uniform(); s < 300; s += 16 - density * Math.log(1 - rng.uniform())) {
    const manoeuvre = lane === "inner" ? "left" : at(["straight", "right"] as const, rng.integer(2));
    const next = placeVehicle(rng, carPath(arm, manoeuvre), s);
    if (!mine || Math.abs(s - ego.motion.s) > 18) placed.push(next);
  }
  return placed;
}

/** Cars that have the crossing behind them already. */
function placeExit(rng: Rng, arm: number): Placed[] {
  const path = carPath(arm, "straight");
  const placed: Placed[] = [];
  for (
    let s = path.exitOffset + 25 + 60 * rng.uniform();
    s < 560;
    s += 25 - 60 * Math.log(1 - rng.uniform())
  ) {
    placed.push(placeVehicle(rng, path, s));
  }
  return placed;
}

function placeVehicle(rng: Rng, path: RoadPath, s: number): Placed {
  const dice = rng.uniform();
  const kind: UserKind = dice < 0.76 ? "Car" : dice < 0.86 ? "Van" : dice < 0.94 ? "Truck" : "Bus";
  const driver = drawDriver(rng, VIGOUR[kind]);
  const colour = kind === "Bus" ? ([58, 140, 96] as const) : at(PAINTS, rng.integer(PAINTS.length));
  const user = {
    kind,
    size: varied(BODIES[kind], rng),
    colour,
    path,
    aside: 0.3 * (rng.uniform() - 0.5),
    driver,
    lightGroup: path.arm,
  };
  return { user, motion: cruising(user, s) };
}

/** Cyclists and pedestrians of one arm. */
function placeSlowUsers(rng: Rng, arm: number): Placed[] {
  const placed: Placed[] = [];
  const put = (kind: "Cyclist" | "Pedestrian", path: RoadPath, s: number): void => {
    const driver = drawSlowUser(rng, kind === "Cyclist" ? 4.5 : 1.5);
    const user = {
      kind,
      size: varied(BODIES[kind], rng),
      colour: at(PAINTS, rng.integer(PAINTS.length)),
      path,
      aside: 0,
      driver,
      lightGroup: WALK_GROUP,
    };
    placed.push({ user, motion: cruising(user, s) });
  };
  const way = (): 1 | -1 => (rng.uniform() < 0.5 ? 1 : -1);
  for (let n = rng.integer(3); n > 0; n--) put("Cyclist", cyclePath(arm), 150 + 150 * rng.uniform());
  for (let n = rng.integer(4); n > 0; n--)
    put("Pedestrian", crosswalkPath(arm, way(), n - 2), -12 * rng.uniform());
  for (let n = 1 + rng.integer(3); n > 0; n--)
    put("Pedestrian", sidewalkPath(arm, way(), n / 2), 80 * rng.uniform());
  return placed;
}

function varied({ length, width, height }: BodySize, rng: Rng): BodySize {
  const factor = 0.95 + 0.1 * rng.uniform();
  return { length: length * factor, width: width * factor, height: height * factor };
}
