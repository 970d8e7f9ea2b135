import { pixelOf } from "../dataset/pixelBox";
import { type Camera, type Frame, type Recording } from "../dataset/recording";
import { type Sample } from "../dataset/sample";
import { STEP_SECONDS, type Point, type Trajectory } from "../geometry/trajectory";
import { COLOURS } from "../plots/colours";
import { displayBundle } from "./displayBundle";
import { onRoad, roadHeight } from "./onRoad";
import { drawnPhoto, PHOTO_WIDTH, photoStack, type StackedPhoto } from "./photoStack";

/** A path of the ego frame to be drawn on the road. */
export interface RoadPath {
  readonly name: string;
  readonly trajectory: Trajectory;
  /** Default the blue of right labels. */
  readonly colour?: string;
}

/** Whose frame, and where it stood. */
type Moment = Pick<Sample, "id" | "origin">;

/** A path with its pixels on a photo; a point the camera does not see is undefined. */
type SeenPath = RoadPath & { readonly pixels: readonly (Point | undefined)[] };

const SECOND = Math.round(1 / STEP_SECONDS);

/**
 * Shows both photos of a moment, one above the other, with paths of its ego frame drawn on the road and a dot at each
 * second; `text` says what a reader who cannot see them should learn. Needs pictures, calibration and labelled objects.
 */
export async function showOnRoad(
  recordings: readonly Recording[],
  moment: Moment,
  paths: readonly RoadPath[],
  text: string,
): Promise<void> {
  const svg = await roadSvg(frameOf(recordings, moment), moment, paths, text);
  displayBundle({ "image/svg+xml": svg, "text/plain": text });
}

function frameOf(recordings: readonly Recording[], { id }: Moment): Frame {
  const frames = recordings.flatMap((recording) => recording.frames);
  const found = frames.find((frame) => frame.id === id);
  if (found !== undefined) return found;
  throw new Error(
    `photos: expected a frame with the moment's id, got none with "${id}"; open the data set it is from`,
  );
}

/** The photos of `showOnRoad` as one SVG document with the pictures in it. */
export async function roadSvg(
  frame: Frame,
  { origin }: Pick<Moment, "origin">,
  paths: readonly RoadPath[],
  text: string,
): Promise<string> {
  const { camera, infrastructure, objects } = frame;
  if (!frame.vehicleImage || !camera || infrastructure?.image === undefined || !objects) {
    throw new Error(
      `frame ${frame.id}: expected both pictures, calibration and labels, got ${Object.keys(frame).join(", ")}; take another frame`,
    );
  }
  const height = roadHeight(objects());
  const photo = async (caption: string, file: string, seenBy: Camera): Promise<StackedPhoto> => {
    const drawn = await drawnPhoto(file);
    const seen = paths.map((path): SeenPath => {
      const points = onRoad(origin, path.trajectory, height);
      return { ...path, pixels: points.map((point) => scaled(pixelOf(seenBy, point), drawn.scale)) };
    });
    const inside = seen.some(({ pixels }) => pixels.some((pixel) => pixel && isInside(pixel, drawn.height)));
    const note = inside || paths.length === 0 ? caption : `${caption} (the path is outside it)`;
    return { ...drawn, caption: note, quiet: true, over: seen.flatMap(pathParts) };
  };
  const both = [
    await photo("the car's own camera", frame.vehicleImage, camera()),
    await photo("the camera at the crossing", infrastructure.image, infrastructure.camera()),
  ];
  return photoStack(both, text);
}

const scaled = (pixel: Point | undefined, scale: number): Point | undefined =>
  pixel && [pixel[0] * scale, pixel[1] * scale];

const isInside = ([u, v]: Point, height: number): boolean =>
  u >= 0 && u <= PHOTO_WIDTH && v >= 0 && v <= height;

function pathParts({ pixels, colour = COLOURS.right }: SeenPath): string[] {
  const d = pixels.map((pixel, j) => {
    if (pixel === undefined) return "";
    return `${pixels[j - 1] === undefined ? "M" : "L"}${pixel[0].toFixed(1)},${pixel[1].toFixed(1)}`;
  });
  const line = (width: number, stroke: string): string =>
    `<path d="${d.join("")}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
  return [line(9, "#ffffff"), line(5, colour), ...seconds(pixels, colour)];
}

/** A dot at each full second, with its number where the one before is far enough away. */
function seconds(pixels: readonly (Point | undefined)[], colour: string): string[] {
  let last: Point = [-PHOTO_WIDTH, -PHOTO_WIDTH];
  return pixels.flatMap((pixel, j) => {
    if (pixel === undefined || (j + 1) % SECOND !== 0) return [];
    const [u, v] = pixel;
    const circle = `<circle cx="${u.toFixed(1)}" cy="${v.toFixed(1)}" r="6" fill="#ffffff" stroke="${colour}" stroke-width="3"/>`;
    if (Math.hypot(u - last[0], v - last[1]) < 44) return [circle];
    last = pixel;
    return [circle, label([u - 4, v - 14], `${(j + 1) / SECOND} s`)];
  });
}

/** Words that stand out on a photo. */
const label = ([x, y]: Point, text: string): string =>
  ["stroke='#000000' stroke-width='4'", "fill='#ffffff'"]
    .map((look) => `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-size="24" ${look}>${text}</text>`)
    .join("");
