import { type Vector3 } from "../geometry/vector3";
import { type Box } from "./box";
import { boxFaces, disc, footprint, panel, type Face } from "./mesh";
import { brakeLightOn, placementOf, type Colour, type Motion, type RoadUser } from "./roadUser";

const GLASS: Colour = [44, 54, 66];
const TYRE: Colour = [26, 26, 28];
const SHADOW: Colour = [46, 47, 50];
const SKIN: Colour = [205, 160, 130];
const BRAKE_ON: Colour = [255, 36, 24];
const BRAKE_OFF: Colour = [110, 24, 24];
const HEADLIGHT: Colour = [240, 238, 215];

/** Part of a body: middle (forward, left, up from the ground) and extent, as shares of the body's size. */
interface Part {
  readonly at: readonly [number, number, number];
  readonly size: readonly [number, number, number];
  readonly colour: Colour;
}

/** The surfaces of a road user where it is, in the crossing's frame; all inside its labelled box, but the shadow. */
export function bodyFaces(user: RoadUser, motion: Motion): Face[] {
  const { x, y, yaw } = placementOf(user, motion);
  const body: Box = { centre: [x, y, user.size.height / 2], yaw, size: user.size };
  const shadow = footprint(body, 0.02, { grow: user.kind === "Pedestrian" ? 0 : 0.15, colour: SHADOW });
  const parts = partsOf(user).flatMap((part) => boxFaces(partBox(body, part), part.colour));
  return [shadow, ...parts, ...lamps(user, body, motion)];
}

function partBox({ centre, yaw, size }: Box, part: Part): Box {
  return {
    centre: fromBody({ centre, yaw, size }, part.at),
    yaw,
    size: {
      length: part.size[0] * size.length,
      width: part.size[1] * size.width,
      height: part.size[2] * size.height,
    },
  };
}

/** A point of the body given in shares: forward −½…½, left −½…½, up 0…1. */
function fromBody({ centre: [x, y, z], yaw, size }: Box, [forward, left, up]: Vector3): Vector3 {
  const dx = forward * size.length;
  const dy = left * size.width;
  const c = Math.cos(yaw);
  const s = Math.sin(yaw);
  return [x + c * dx - s * dy, y + s * dx + c * dy, z + (up - 0.5) * size.height];
}

function partsOf({ kind, colour }: RoadUser): Part[] {
  switch (kind) {
    case "Car":
      return [
        ...wheels(0.12),
        { at: [0, 0, 0.37], size: [1, 1, 0.46], colour },
        { at: [-0.06, 0, 0.74], size: [0.54, 0.88, 0.28], colour: GLASS },
        { at: [-0.08, 0, 0.94], size: [0.42, 0.84, 0.12], colour },
      ];
    case "Van":
      return [
        ...wheels(0.1),
        { at: [0, 0, 0.36], size: [1, 1, 0.48], colour },
        { at: [-0.06, 0, 0.72], size: [0.86, 0.94, 0.24], colour: GLASS },
        { at: [-0.08, 0, 0.92], size: [0.82, 0.94, 0.16], colour },
      ];
    case "Bus":
      return [
        ...wheels(0.07),
        { at: [0, 0, 0.28], size: [1, 1, 0.4], colour },
        { at: [0, 0, 0.62], size: [0.995, 0.98, 0.3], colour: GLASS },
        { at: [0, 0, 0.88], size: [1, 1, 0.24], colour },
      ];
    case "Truck":
      return [
        ...wheels(0.07),
        { at: [-0.13, 0, 0.58], size: [0.74, 1, 0.84], colour: [214, 210, 200] },
        { at: [0.38, 0, 0.32], size: [0.24, 0.94, 0.36], colour },
        { at: [0.37, 0, 0.6], size: [0.2, 0.9, 0.2], colour: GLASS },
      ];
    case "Cyclist":
      return [
        { at: [0, 0, 0.2], size: [1, 0.12, 0.36], colour: TYRE },
        { at: [-0.05, 0, 0.62], size: [0.32, 0.75, 0.42], colour },
        { at: [0.02, 0, 0.92], size: [0.14, 0.35, 0.16], colour: SKIN },
      ];
    case "Pedestrian":
      return [
        { at: [0, 0, 0.23], size: [0.5, 0.6, 0.46], colour: [52, 56, 78] },
        { at: [0, 0, 0.65], size: [0.7, 0.9, 0.38], colour },
        { at: [0, 0, 0.92], size: [0.45, 0.4, 0.16], colour: SKIN },
      ];
  }
}

function wheels(radiusShare: number): Part[] {
  return [-0.32, 0.32].map((forward) => ({
    at: [forward, 0, radiusShare * 1.1],
    size: [radiusShare * 1.3, 0.98, radiusShare * 2.2],
    colour: TYRE,
  }));
}

/** Brake lights behind, headlights in front; only motor vehicles have them. */
function lamps({ kind, size }: RoadUser, body: Box, motion: Motion): Face[] {
  if (kind === "Cyclist" || kind === "Pedestrian") return [];
  const braking = brakeLightOn(motion);
  const look = { colour: braking ? BRAKE_ON : BRAKE_OFF, glowing: braking };
  const height = kind === "Car" ? 0.48 : 0.3;
  const rear = [-0.4, 0.4].map((left) =>
    panel(
      fromBody(body, [-0.501, left, height]),
      { yaw: body.yaw + Math.PI, width: 0.18 * size.width, height: 0.22 },
      look,
    ),
  );
  const front = [-0.38, 0.38].map((left) =>
    disc(
      fromBody(body, [0.501, left, height - 0.05]),
      { yaw: body.yaw, radius: 0.13 },
      { colour: HEADLIGHT, glowing: true },
    ),
  );
  const third = panel(
    fromBody(body, [-0.34, 0, 0.86]),
    { yaw: body.yaw + Math.PI, width: 0.3 * size.width, height: 0.07 },
    look,
  );
  return [...rear, ...front, ...(kind === "Car" && braking ? [third] : [])];
}
