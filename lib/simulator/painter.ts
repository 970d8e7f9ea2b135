import { compose, transform, type Pose } from "../geometry/pose";
import { unit, type Vector3 } from "../geometry/vector3";
import { at } from "../math/at";
import { splitRng } from "../math/rng";
import { bodyFaces } from "./bodies";
import { type Camera } from "./camera";
import { createCanvas, paintFace, type Canvas, type Daylight, type Viewpoint } from "./canvas";
import { paintGroundAndSky } from "./groundPainter";
import { groundOf, type GroundTexture } from "./groundTexture";
import { type Intersection } from "./intersection";
import { type Pixels } from "./jpeg";
import { type Face } from "./mesh";
import { crossingToWorld, invertAffine } from "./rig";
import { placementOf, type Colour } from "./roadUser";
import { buildScenery, lightFaces } from "./scenery";
import { type Traffic } from "./traffic";

/** What stays the same on all pictures of one recording. */
export interface Stage {
  readonly crossing: Pose;
  readonly ground: GroundTexture;
  readonly scenery: readonly Face[];
  readonly light: Daylight;
  readonly sky: Colour;
}

/** Sets up the painting of one recording: the crossing's look, this day's light. */
export function setStage(intersection: Intersection, seed: number, recording: number): Stage {
  const rng = splitRng(seed, `daylight/${recording}`);
  const direction = 2 * Math.PI * rng.uniform();
  const cloud = rng.uniform();
  return {
    crossing: crossingToWorld(intersection),
    ground: groundOf(intersection.look),
    scenery: buildScenery(intersection),
    light: {
      sun: unit([Math.cos(direction), Math.sin(direction), 0.9]),
      brightness: 0.8 + 0.25 * rng.uniform(),
      haze: [206 - 10 * cloud, 214 - 8 * cloud, 222 - 8 * cloud],
    },
    sky: [96 + 70 * cloud, 146 + 36 * cloud, 206 - 4 * cloud],
  };
}

/** One picture of the traffic through a camera, painted twice as fine and shrunk. `hidden`: the user who carries it and does not see itself. */
export function paintPicture(
  stage: Stage,
  traffic: Traffic,
  { camera, worldToCamera, hidden }: { camera: Camera; worldToCamera: Pose; hidden?: number },
): Pixels {
  const canvas = createCanvas(finer(camera));
  const toCamera = compose(worldToCamera, stage.crossing);
  const view: Viewpoint = { toCamera, eye: invertAffine(toCamera).position };
  const paint = (face: Face): void => paintFace(canvas, view, face, stage.light);
  stage.scenery.forEach(paint);
  lightFaces(traffic.lights, traffic.time).forEach(paint);
  traffic.users.forEach((user, i) => {
    const motion = at(traffic.motions, i);
    if (i === hidden || motion.s > user.path.length) return;
    const { x, y } = placementOf(user, motion);
    if (mayBeSeen(camera, transform(toCamera, [x, y, 0]), user.size.length + user.size.height))
      bodyFaces(user, motion).forEach(paint);
  });
  paintGroundAndSky(canvas, toCamera, { texture: stage.ground, light: stage.light, sky: stage.sky });
  return { width: camera.width, height: camera.height, rgba: halved(canvas) };
}

/** The same camera with twice the pixels each way. */
function finer({ width, height, focal, centreX, centreY }: Camera): Camera {
  return {
    width: 2 * width,
    height: 2 * height,
    focal: 2 * focal,
    centreX: 2 * centreX,
    centreY: 2 * centreY,
  };
}

/** Means of 2 × 2 pixels: edges without stairs, so that a picture is what a larger one shrinks to. */
function halved({ camera: { width, height }, pixels }: Canvas): Uint8ClampedArray {
  const half = new Uint32Array(pixels.length / 4);
  for (let row = 0, to = 0; row < height; row += 2) {
    for (let from = row * width; from < (row + 1) * width; from += 2, to++) {
      const a = pixels[from] ?? 0;
      const b = pixels[from + 1] ?? 0;
      const c = pixels[from + width] ?? 0;
      const d = pixels[from + width + 1] ?? 0;
      // Every other byte at once: four of them sum to ten bits and leave room for the next.
      const even = (a & 0xff00ff) + (b & 0xff00ff) + (c & 0xff00ff) + (d & 0xff00ff) + 0x20002;
      const green = ((a >>> 8) & 0xff) + ((b >>> 8) & 0xff) + ((c >>> 8) & 0xff) + ((d >>> 8) & 0xff) + 2;
      half[to] = (0xff000000 | ((even >>> 2) & 0xff00ff) | ((green << 6) & 0xff00)) >>> 0;
    }
  }
  return new Uint8ClampedArray(half.buffer);
}

/** False when nothing within `reach` of a place in camera coordinates can be in the picture. */
function mayBeSeen({ width, focal }: Camera, [x, , z]: Vector3, reach: number): boolean {
  const slope = width / 2 / focal; // of the picture's sides, seen from above
  return z > -reach && Math.abs(x) < slope * Math.max(0, z) + reach * (1 + slope);
}
