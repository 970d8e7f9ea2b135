import { corners, type Box } from "./box";
import { BOX_FACES } from "./camera";
import { type Vector3 } from "../geometry/vector3";
import { type Colour } from "./roadUser";

/** A flat convex piece of a surface, counter-clockwise seen from its visible side. `glowing` needs no sun. */
export interface Face {
  readonly points: readonly Vector3[];
  readonly colour: Colour;
  readonly glowing: boolean;
}

/** The sides of a box that can be seen from the road: all but its bottom. */
export function boxFaces(box: Box, colour: Colour): Face[] {
  const round = corners(box);
  return BOX_FACES.slice(1).map((face) => ({
    points: face.map((i) => round[i] ?? box.centre),
    colour,
    glowing: false,
  }));
}

/** An upright panel `width` × `height` with its middle at `centre`, facing the direction `yaw`. */
export function panel(
  centre: Vector3,
  { yaw, width, height }: { yaw: number; width: number; height: number },
  look: Omit<Face, "points">,
): Face {
  const [x, y, z] = centre;
  const dx = (-Math.sin(yaw) * width) / 2;
  const dy = (Math.cos(yaw) * width) / 2;
  const points: Vector3[] = [
    [x - dx, y - dy, z - height / 2],
    [x + dx, y + dy, z - height / 2],
    [x + dx, y + dy, z + height / 2],
    [x - dx, y - dy, z + height / 2],
  ];
  return { points, ...look };
}

/** A round panel of eight corners. */
export function disc(
  centre: Vector3,
  { yaw, radius }: { yaw: number; radius: number },
  look: Omit<Face, "points">,
): Face {
  const points = Array.from({ length: 8 }, (_, i): Vector3 => {
    const angle = (2 * Math.PI * (i + 0.5)) / 8;
    const across = radius * Math.cos(angle);
    return [
      centre[0] - Math.sin(yaw) * across,
      centre[1] + Math.cos(yaw) * across,
      centre[2] + radius * Math.sin(angle),
    ];
  });
  return { points, ...look };
}

/** A level quadrilateral at height z under a body, `grow` metres larger than it on all sides. */
export function footprint(
  { centre, yaw, size }: Box,
  z: number,
  { grow, colour }: { grow: number; colour: Colour },
): Face {
  const larger = { length: size.length + 2 * grow, width: size.width + 2 * grow, height: 0 };
  const round = corners({ centre: [centre[0], centre[1], z], yaw, size: larger });
  return { points: round.slice(0, 4), colour, glowing: true };
}
