import { splitRng } from "../math/rng";
import { type LightProgram } from "./trafficLight";

/** A crossing in the world: a metric frame in which crossings lie about 3 km apart. */
export interface Intersection {
  /** As `intersection_loc` names it. */
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly altitude: number;
  /** Direction of arm 0's approach, radians from the world's x axis. */
  readonly yaw: number;
  readonly lights: LightProgram;
  /** Seeds what stands around it. */
  readonly look: number;
}

const SPACING_METERS = 3000;

/** Crossing number `index` of the world of `seed`, on a grid three wide. */
export function intersectionOf(seed: number, index: number): Intersection {
  const rng = splitRng(seed, `intersection/${index}`);
  const around = (middle: number, spread: number): number => middle + spread * (2 * rng.uniform() - 1);
  return {
    name: `crossing${String(index + 1).padStart(2, "0")}`,
    x: around(SPACING_METERS * (1 + (index % 3)), 200),
    y: around(SPACING_METERS * (1 + Math.floor(index / 3)), 200),
    altitude: around(35, 15),
    yaw: Math.PI * (2 * rng.uniform() - 1),
    lights: { green: around(12, 2), yellow: 3, allRed: 2.5, walk: around(20, 1), offset: 0 },
    look: rng.integer(2 ** 31),
  };
}
