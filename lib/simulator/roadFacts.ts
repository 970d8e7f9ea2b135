import { toEgoFrame, type Pose2 } from "../geometry/egoFrame";
import { type Point } from "../geometry/trajectory";
import { at } from "../math/at";
import { type DatasetIdentity } from "./datasetOptions";
import { planDataset } from "./datasetPlan";
import { routesOf } from "./redraw";
import { placeAt, type RoadPath } from "./roadPath";
import { brakeLightOn } from "./roadUser";
import { trafficAt, type Scene } from "./scene";
import { simulatePlanned } from "./simulatePlanned";
import { leaderOf } from "./traffic";
import { lightColour, type LightColour } from "./trafficLight";

/** What the pictures of one pair show of the road ahead of the ego: nothing of where it will be, or when. */
export interface RoadFacts {
  /** From the ego's front to its stop line, metres; negative behind it. */
  readonly toLine: number;
  /** What its light shows; "passed" once the line is behind. */
  readonly light: LightColour | "passed";
  /** On the inner lane, which turns left. */
  readonly inner: boolean;
  /** The vehicle it follows: bumper to bumper, metres, and whether its brake lights are on. Absent: a free lane. */
  readonly lead?: { readonly gap: number; readonly braking: boolean };
  /**
   * The lane's middle at each of COURSE_METERS along it, in the ego's frame; where two ways go on and the heading
   * tells neither, halfway between them.
   */
  readonly course: readonly Point[];
}

/** Where along the lane its course is asked for. */
export const COURSE_METERS = [8, 16, 24, 32, 40] as const;

/** The road facts of every pair of a generated data set, by the vehicle frame's id: simulated again from its seed. */
export function roadFacts({ size, seed }: Pick<DatasetIdentity, "size" | "seed">): Map<string, RoadFacts> {
  return new Map(
    planDataset(size, seed).flatMap((plan) => {
      const scene = simulatePlanned({ seed }, plan);
      return plan.pairs.map(({ vehicle }): [string, RoadFacts] => {
        const { id, microseconds } = at(plan.vehicleFrames, vehicle);
        return [id, roadFactsAt(scene, (microseconds - plan.startMicroseconds) / 1e6)];
      });
    }),
  );
}

function roadFactsAt(scene: Scene, time: number): RoadFacts {
  const traffic = trafficAt(scene, time);
  const user = at(traffic.users, 0);
  const { path, size, lightGroup } = user;
  const { s } = at(traffic.motions, 0);
  const toLine = path.stopAt - s - size.length / 2;
  const leader = leaderOf(traffic, 0);
  return {
    toLine,
    light: toLine < 0 ? "passed" : lightColour(traffic.lights, lightGroup, time),
    inner: path.entryLane.endsWith("inner"),
    ...(leader === undefined
      ? {}
      : { lead: { gap: leader.gap, braking: brakeLightOn(at(traffic.motions, leader.index)) } }),
    course: COURSE_METERS.map((metres) => meanAhead(routesOf(user, s), placeAt(path, s), s + metres)),
  };
}

/** The mean of the places `s` along some routes, seen from `origin`. */
function meanAhead(routes: readonly RoadPath[], origin: Pose2, s: number): Point {
  const places = routes.map((route) => {
    const { x, y } = placeAt(route, s);
    return toEgoFrame(origin, [x, y]);
  });
  const mean = (axis: 0 | 1): number => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
  return [mean(0), mean(1)];
}
