import { type Pose } from "../geometry/pose";
import { transform } from "../geometry/pose";
import { cross, dot, subtract, type Vector3 } from "../geometry/vector3";
import { at } from "../math/at";
import { clipToFront, project, type Camera } from "./camera";
import { type Face } from "./mesh";
import { type Colour } from "./roadUser";

/** A picture being painted: RGBA bytes and, for each pixel, 1 / distance of what is there (0: ground or sky). */
export interface Canvas {
  readonly camera: Camera;
  readonly pixels: Uint8ClampedArray;
  readonly nearness: Float32Array;
}

/** Daylight: direction to the sun (unit), brightness of everything, and the colour far things fade to. */
export interface Daylight {
  readonly sun: Vector3;
  readonly brightness: number;
  readonly haze: Colour;
}

/** Distance at which two thirds of a colour have faded into the haze, metres. */
const HAZE_METERS = 420;

/** An empty canvas of the camera's size. */
export function createCanvas(camera: Camera): Canvas {
  const count = camera.width * camera.height;
  return { camera, pixels: new Uint8ClampedArray(4 * count).fill(255), nearness: new Float32Array(count) };
}

/** Paints a face given in the frame that `toCamera` starts from, if its front can be seen; nearer things stay. */
export function paintFace(canvas: Canvas, toCamera: Pose, face: Face, light: Daylight): void {
  const points = face.points.map((point) => transform(toCamera, point));
  const first = at(points, 0);
  const normal = cross(subtract(at(points, 1), first), subtract(at(points, 2), first));
  const offset = dot(normal, first);
  if (offset >= 0) return; // seen from behind
  const front = clipToFront(points);
  if (front.length < 3) return;
  const distance = front.reduce((sum, point) => sum + point[2], 0) / front.length;
  const colour = hazed(face.glowing ? face.colour : lit(face, light), distance, light);
  const outline = front.map((point) => project(canvas.camera, point));
  fill(canvas, outline, { colour, plane: nearnessPlane(canvas.camera, normal, offset) });
}

/** Face colour under the sun: 60 % ambient, the rest by the angle of its surface. */
function lit({ points, colour }: Face, { sun, brightness }: Daylight): Colour {
  const first = at(points, 0);
  const normal = cross(subtract(at(points, 1), first), subtract(at(points, 2), first));
  const facing = Math.max(0, dot(normal, sun) / Math.hypot(...normal));
  const factor = brightness * (0.58 + 0.42 * facing);
  return [colour[0] * factor, colour[1] * factor, colour[2] * factor];
}

/** A colour seen through `distance` metres of air. */
export function hazed(colour: Colour, distance: number, { haze }: Daylight): Colour {
  const kept = Math.exp(-distance / HAZE_METERS);
  const mix = (i: 0 | 1 | 2): number => colour[i] * kept + haze[i] * (1 - kept);
  return [mix(0), mix(1), mix(2)];
}

/** 1/z on the plane n·p = offset, as a + b u + c v over the pixels: from p = z · ((u − cx)/f, (v − cy)/f, 1). */
function nearnessPlane(
  { focal, centreX, centreY }: Camera,
  n: Vector3,
  offset: number,
): readonly [number, number, number] {
  const b = n[0] / (focal * offset);
  const c = n[1] / (focal * offset);
  return [n[2] / offset - b * centreX - c * centreY, b, c];
}

interface Filling {
  readonly colour: Colour;
  readonly plane: readonly [number, number, number];
}

/** Fills the pixels whose middle lies inside a convex outline, where nothing nearer is. */
function fill(canvas: Canvas, outline: readonly (readonly [number, number])[], filling: Filling): void {
  const { width, height } = canvas.camera;
  const vs = outline.map(([, v]) => v);
  const top = Math.max(0, Math.ceil(Math.min(...vs) - 0.5));
  const bottom = Math.min(height - 1, Math.floor(Math.max(...vs) - 0.5));
  const lefts = new Float64Array(Math.max(0, bottom - top + 1)).fill(Infinity);
  const rights = new Float64Array(lefts.length).fill(-Infinity);
  outline.forEach((from, i) =>
    followEdge(from, at(outline, (i + 1) % outline.length), { top, lefts, rights }),
  );
  for (let row = top; row <= bottom; row++) {
    const first = Math.max(0, Math.ceil((lefts[row - top] ?? Infinity) - 0.5));
    const last = Math.min(width - 1, Math.floor((rights[row - top] ?? -Infinity) - 0.5));
    if (first <= last) fillRow(canvas, row, { first, last, ...filling });
  }
}

interface Spans {
  readonly top: number;
  readonly lefts: Float64Array;
  readonly rights: Float64Array;
}

/** Widens the spans of the rows whose middle an edge crosses. */
function followEdge(
  [u0, v0]: readonly [number, number],
  [u1, v1]: readonly [number, number],
  { top, lefts, rights }: Spans,
): void {
  const first = Math.max(0, Math.ceil(Math.min(v0, v1) - 0.5) - top);
  const last = Math.min(lefts.length - 1, Math.floor(Math.max(v0, v1) - 0.5) - top);
  for (let i = first; i <= last; i++) {
    const v = top + i + 0.5;
    if (v0 > v === v1 > v) continue;
    const u = u0 + ((v - v0) / (v1 - v0)) * (u1 - u0);
    lefts[i] = Math.min(lefts[i] ?? u, u);
    rights[i] = Math.max(rights[i] ?? u, u);
  }
}

function fillRow(
  { camera, pixels, nearness }: Canvas,
  row: number,
  { first, last, colour, plane }: Filling & { first: number; last: number },
): void {
  let near = plane[0] + plane[1] * (first + 0.5) + plane[2] * (row + 0.5);
  const [red, green, blue] = colour;
  for (let i = row * camera.width + first; i <= row * camera.width + last; i++, near += plane[1]) {
    if (near <= (nearness[i] ?? 0)) continue;
    nearness[i] = near;
    pixels[4 * i] = red;
    pixels[4 * i + 1] = green;
    pixels[4 * i + 2] = blue;
  }
}
