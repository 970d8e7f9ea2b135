import { type Pose } from "../../geometry/pose";
import { axis, type Rotation } from "../../geometry/rotation";
import { type Canvas, type Daylight } from "./canvas";
import { GROUND_REACH, TEXEL_METERS, type GroundTexture } from "./groundTexture";
import { invertAffine } from "./rig";
import { type Colour } from "./roadUser";

const HAZE_METERS = 420;

/** Paints road and sky behind everything: each pixel's ray meets the plane z = 0 of the crossing, or the sky. */
export function paintGroundAndSky(
  canvas: Canvas,
  toCamera: Pose,
  { texture, light, sky }: { texture: GroundTexture; light: Daylight; sky: Colour },
): void {
  const { width, height, focal, centreX, centreY } = canvas.camera;
  const ground = invertAffine({ position: [0, 0, 0], rotation: groundToRay(toCamera) }).rotation;
  const cameraHeight = invertAffine(toCamera).position[2];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const rayX = (column + 0.5 - centreX) / focal;
      const rayY = (row + 0.5 - centreY) / focal;
      // (x, y, 1) / depth on the ground
      const nearness = ground[2][0] * rayX + ground[2][1] * rayY + ground[2][2];
      const i = 4 * (row * width + column);
      if (nearness < 1 / 2500) {
        paintSky(canvas.pixels, i, { share: Math.min(1, -nearness * cameraHeight * 2.2), sky, light });
        continue;
      }
      const depth = 1 / nearness;
      const x = (ground[0][0] * rayX + ground[0][1] * rayY + ground[0][2]) * depth;
      const y = (ground[1][0] * rayX + ground[1][1] * rayY + ground[1][2]) * depth;
      // A pixel covers depth/f across and depth²/(f h) along: take the texel of their geometric mean.
      const covered = (depth * Math.sqrt(depth / cameraHeight)) / focal;
      paintTexel(canvas.pixels, i, { texture, x, y, covered, depth, light });
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

function paintSky(
  pixels: Uint8ClampedArray,
  i: number,
  { share, sky, light }: { share: number; sky: Colour; light: Daylight },
): void {
  pixels[i] = light.haze[0] + share * (sky[0] - light.haze[0]);
  pixels[i + 1] = light.haze[1] + share * (sky[1] - light.haze[1]);
  pixels[i + 2] = light.haze[2] + share * (sky[2] - light.haze[2]);
}

interface Texel {
  readonly texture: GroundTexture;
  readonly x: number;
  readonly y: number;
  readonly covered: number;
  readonly depth: number;
  readonly light: Daylight;
}

function paintTexel(
  pixels: Uint8ClampedArray,
  i: number,
  { texture, x, y, covered, depth, light }: Texel,
): void {
  let k = 0;
  for (let size = TEXEL_METERS * 1.5; size < covered && k < texture.levels.length - 1; size *= 2) k++;
  const level = texture.levels[k];
  if (!level) return;
  const scale = level.side / (2 * GROUND_REACH);
  const column = Math.max(0, Math.min(level.side - 1, Math.floor((x + GROUND_REACH) * scale)));
  const row = Math.max(0, Math.min(level.side - 1, Math.floor((y + GROUND_REACH) * scale)));
  const j = 3 * (row * level.side + column);
  const kept = Math.exp(-depth / HAZE_METERS);
  const bright = light.brightness * kept;
  pixels[i] = (level.rgb[j] ?? 0) * bright + light.haze[0] * (1 - kept);
  pixels[i + 1] = (level.rgb[j + 1] ?? 0) * bright + light.haze[1] * (1 - kept);
  pixels[i + 2] = (level.rgb[j + 2] ?? 0) * bright + light.haze[2] * (1 - kept);
}
