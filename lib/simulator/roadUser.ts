import { type Driver } from "./driver";
import { type Placement, placeAt, type RoadPath } from "./roadPath";

/** The `type` words of the label files, as their documentation writes them. */
export type UserKind = "Car" | "Van" | "Truck" | "Bus" | "Cyclist" | "Pedestrian";

/** Red, green, blue, 0…255. */
export type Colour = readonly [number, number, number];

/** Extent of a body in metres. */
export interface BodySize {
  readonly length: number;
  readonly width: number;
  readonly height: number;
}

/** Somebody on the road: what stays the same during a recording. */
export interface RoadUser {
  readonly kind: UserKind;
  readonly size: BodySize;
  readonly colour: Colour;
  readonly path: RoadPath;
  /** Metres to the left of the path's line. */
  readonly aside: number;
  readonly driver: Driver;
  /** Whose light it obeys: its arm, or WALK_GROUP. */
  readonly lightGroup: number;
}

/** What changes: distance along the path (of the body's middle), speed, acceleration, a decision at yellow. */
export interface Motion {
  readonly s: number;
  readonly speed: number;
  readonly acceleration: number;
  /** Decided at yellow to go on; forgotten at green. */
  readonly committed: boolean;
}

/** Where the middle of the body is, from above. */
export function placementOf(user: RoadUser, motion: Motion): Placement {
  return placeAt(user.path, motion.s, user.aside);
}

/** Whether the brake lights are on: braking, or held at a standstill. */
export function brakeLightOn(motion: Motion): boolean {
  return motion.acceleration < -0.5 || motion.speed < 0.2;
}
