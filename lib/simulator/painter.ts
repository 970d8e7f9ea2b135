import { compose, type Pose } from "../geometry/pose";
import { unit } from "../geometry/vector3";
import { at } from "../math/at";
import { splitRng } from "../math/rng";
import { bodyFaces } from "./bodies";
import { type Camera } from "./camera";
import { createCanvas, paintFace, type Canvas, type Daylight } from "./canvas";
import { paintGroundAndSky } from "./groundPainter";
import { groundOf, type GroundTexture } from "./groundTexture";
import { type Intersection } from "./intersection";
import { type Face } from "./mesh";
import { crossingToWorld } from "./rig";
import { type Colour } from "./roadUser";
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

/** One picture of the traffic through a camera. `hidden`: the user who carries it and does not see itself. */
export function paintPicture(
  stage: Stage,
  traffic: Traffic,
  { camera, worldToCamera, hidden }: { camera: Camera; worldToCamera: Pose; hidden?: number },
): Canvas {
  const canvas = createCanvas(camera);
  const toCamera = compose(worldToCamera, stage.crossing);
  const bodies = traffic.users.flatMap((user, i) => {
    const motion = at(traffic.motions, i);
    return i === hidden || motion.s > user.path.length ? [] : bodyFaces(user, motion);
  });
  for (const face of [...stage.scenery, ...lightFaces(traffic.lights, traffic.time), ...bodies]) {
    paintFace(canvas, toCamera, face, stage.light);
  }
  paintGroundAndSky(canvas, toCamera, { texture: stage.ground, light: stage.light, sky: stage.sky });
  return canvas;
}
