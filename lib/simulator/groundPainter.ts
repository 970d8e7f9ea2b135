import { type Pose } from "../geometry/pose";
import { axis, type Rotation } from "../geometry/rotation";
import { at } from "../math/at";
import { type Canvas, type Daylight } from "./canvas";
import { GROUND_REACH, TEXEL_METERS, type GroundTexture } from "./groundTexture";
import { invertAffine } from "./rig";
import { type Colour } from "./roadUser";

const HAZE_METERS = 420;

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
  // No objects below this line: a picture has 230 000 pixels.
  for (let row = 0; row < height; row++) {
    const rayY = (row + 0.5 - centreY) / focal;
    for (let column = 0; column < width; column++) {
      if ((canvas.nearness[row * width + column] ?? 0) > 0) continue; // something stands before it
      const rayX = (column + 0.5 - centreX) / focal;
      const nearness = nx * rayX + ny * rayY + n1; // (x, y, 1) / depth on the ground
      const i = 4 * (row * width + column);
      if (nearness < 1 / 2500) {
        paintSky(canvas.pixels, i, Math.min(1, -nearness * cameraHeight * 2.2), backdrop);
        continue;
      }
      const depth = 1 / nearness;
      // A pixel covers depth/f across and depth²/(f h) along: take the texel of their geometric mean.
      const level = levelFor(backdrop.texture, (depth * Math.sqrt(depth / cameraHeight)) / focal);
      const x = (xx * rayX + xy * rayY + x1) * depth;
      const y = (yx * rayX + yy * rayY + y1) * depth;
      paintTexel(canvas.pixels, i, level.rgb, texelAt(level, x, y), depth, backdrop.light);
    }
  }
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

function paintSky(pixels: Uint8ClampedArray, i: number, share: number, { sky, light }: Backdrop): void {
  pixels[i] = light.haze[0] + share * (sky[0] - light.haze[0]);
  pixels[i + 1] = light.haze[1] + share * (sky[1] - light.haze[1]);
  pixels[i + 2] = light.haze[2] + share * (sky[2] - light.haze[2]);
}

type Level = GroundTexture["levels"][number];

/** The resolution whose texels are about as large as what a pixel covers, in metres. */
function levelFor({ levels }: GroundTexture, covered: number): Level {
  let k = 0;
  for (let size = TEXEL_METERS * 1.5; size < covered && k < levels.length - 1; size *= 2) k++;
  return at(levels, k);
}

/** Where the texel at (x, y) begins in the level's bytes. */
function texelAt({ side }: Level, x: number, y: number): number {
  const scale = side / (2 * GROUND_REACH);
  const column = Math.max(0, Math.min(side - 1, Math.floor((x + GROUND_REACH) * scale)));
  const row = Math.max(0, Math.min(side - 1, Math.floor((y + GROUND_REACH) * scale)));
  return 3 * (row * side + column);
}

/** One pixel of ground, faded with the distance. */
function paintTexel(
  pixels: Uint8ClampedArray,
  i: number,
  rgb: Uint8Array,
  j: number,
  depth: number,
  { brightness, haze }: Daylight,
): void {
  const kept = Math.exp(-depth / HAZE_METERS);
  const bright = brightness * kept;
  pixels[i] = (rgb[j] ?? 0) * bright + haze[0] * (1 - kept);
  pixels[i + 1] = (rgb[j + 1] ?? 0) * bright + haze[1] * (1 - kept);
  pixels[i + 2] = (rgb[j + 2] ?? 0) * bright + haze[2] * (1 - kept);
}
