import { type Pose } from "../geometry/pose";
import { axis, type Rotation } from "../geometry/rotation";
import { at } from "../math/at";
import { packed, type Canvas, type Daylight } from "./canvas";
import { GROUND_REACH, TEXEL_METERS, type GroundTexture } from "./groundTexture";
import { invertAffine } from "./rig";
import { type Colour } from "./roadUser";

const HAZE_METERS = 420;
/** Ground farther away than this is sky. */
const FARTHEST_METERS = 2500;
const KEPT_PER_METER = 4;
/** What is left of a colour after each quarter of a metre of air: looking up is faster than computing. */
const KEPT = Float32Array.from({ length: FARTHEST_METERS * KEPT_PER_METER + 1 }, (_, i) =>
  Math.exp(-i / KEPT_PER_METER / HAZE_METERS),
);

/** What the ground and the sky are painted from. */
interface Backdrop {
  readonly texture: GroundTexture;
  readonly light: Daylight;
  readonly sky: Colour;
}

/**
 * Paints road and sky where nothing is painted yet: each pixel's ray meets the plane z = 0 of the crossing, or the sky.
 */
export function paintGroundAndSky(canvas: Canvas, toCamera: Pose, backdrop: Backdrop): void {
  const { width, height, focal, centreX, centreY } = canvas.camera;
  const ground = invertAffine({ position: [0, 0, 0], rotation: groundToRay(toCamera) }).rotation;
  const [[xx, xy, x1], [yx, yy, y1], [nx, ny, n1]] = ground;
  const cameraHeight = invertAffine(toCamera).position[2];
  const { levels } = backdrop.texture;
  const reaches = levels.map((_, k) => reachOf(k, focal, cameraHeight));
  let k = levels.length - 1;
  // No objects and no calls that make any below this line: a picture has 230 000 pixels.
  for (let row = 0; row < height; row++) {
    const rayY = (row + 0.5 - centreY) / focal;
    for (let column = 0; column < width; column++) {
      const i = row * width + column;
      if ((canvas.nearness[i] ?? 0) > 0) continue; // something stands before it
      const rayX = (column + 0.5 - centreX) / focal;
      const nearness = nx * rayX + ny * rayY + n1; // (x, y, 1) / depth on the ground
      if (nearness < 1 / FARTHEST_METERS) {
        canvas.pixels[i] = skyColour(Math.min(1, -nearness * cameraHeight * 2.2), backdrop);
        continue;
      }
      const depth = 1 / nearness;
      while (k > 0 && depth <= (reaches[k - 1] ?? 0)) k--; // mostly the level of the pixel before
      while (k < levels.length - 1 && depth > (reaches[k] ?? 0)) k++;
      const level = at(levels, k);
      const x = (xx * rayX + xy * rayY + x1) * depth;
      const y = (yx * rayX + yy * rayY + y1) * depth;
      canvas.pixels[i] = texelColour(level.rgb, texelAt(level, x, y), depth, backdrop.light);
    }
  }
}

/**
 * The depth up to which level k is fine enough. A pixel covers depth/f across and depth²/(f h) along: its texels are
 * those of the geometric mean, up to one and a half times their size.
 */
function reachOf(k: number, focal: number, cameraHeight: number): number {
  const cube = TEXEL_METERS * 1.5 * 2 ** k * focal * Math.sqrt(cameraHeight);
  return Math.cbrt(cube) ** 2;
}

/** The matrix that takes (x, y, 1) of the ground to depth · ray. */
function groundToRay({ rotation, position }: Pose): Rotation {
  const [a, b] = [axis(rotation, 0), axis(rotation, 1)];
  return [
    [a[0], b[0], position[0]],
    [a[1], b[1], position[1]],
    [a[2], b[2], position[2]],
  ];
}

function skyColour(share: number, { sky, light: { haze } }: Backdrop): number {
  const mix = (i: 0 | 1 | 2): number => haze[i] + share * (sky[i] - haze[i]);
  return packed(mix(0), mix(1), mix(2));
}

type Level = GroundTexture["levels"][number];

/** Where the texel at (x, y) begins in the level's bytes. */
function texelAt({ side }: Level, x: number, y: number): number {
  const scale = side / (2 * GROUND_REACH);
  const column = Math.max(0, Math.min(side - 1, Math.floor((x + GROUND_REACH) * scale)));
  const row = Math.max(0, Math.min(side - 1, Math.floor((y + GROUND_REACH) * scale)));
  return 3 * (row * side + column);
}

/** One pixel of ground, faded with the distance. */
function texelColour(rgb: Uint8Array, j: number, depth: number, { brightness, haze }: Daylight): number {
  const kept = KEPT[Math.floor(depth * KEPT_PER_METER)] ?? 0;
  const bright = brightness * kept;
  const red = (rgb[j] ?? 0) * bright + haze[0] * (1 - kept);
  const green = (rgb[j + 1] ?? 0) * bright + haze[1] * (1 - kept);
  const blue = (rgb[j + 2] ?? 0) * bright + haze[2] * (1 - kept);
  return packed(Math.min(255, red), Math.min(255, green), Math.min(255, blue));
}
