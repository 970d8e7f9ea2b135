import { type Pose } from "../geometry/pose";
import { transform } from "../geometry/pose";
import { cross, dot, subtract, type Vector3 } from "../geometry/vector3";
import { at } from "../math/at";
import { clipToFront, project, type Camera } from "./camera";
import { type Face } from "./mesh";
import { type Colour } from "./roadUser";

/** A picture being painted: packed pixels and, for each, 1 / distance of what is there (0: ground or sky). */
export interface Canvas {
  readonly camera: Camera;
  /** As `packed` makes them. */
  readonly pixels: Uint32Array;
  readonly nearness: Float32Array;
  /** First and last column of the face being filled, row by row. */
  readonly spans: Spans;
}

interface Spans {
  readonly lefts: Float64Array;
  readonly rights: Float64Array;
}

/** From where faces are seen: the way from their frame into the camera's, and the camera's place in theirs. */
export interface Viewpoint {
  readonly toCamera: Pose;
  readonly eye: Vector3;
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
  return {
    camera,
    pixels: new Uint32Array(count),
    nearness: new Float32Array(count),
    spans: { lefts: new Float64Array(camera.height), rights: new Float64Array(camera.height) },
  };
}

/** A colour as one number whose bytes in memory are red, green, blue and 255: one store a pixel. Parts up to 255. */
export function packed(red: number, green: number, blue: number): number {
  return (0xff000000 | ((blue + 0.5) << 16) | ((green + 0.5) << 8) | (red + 0.5)) >>> 0;
}

/** Paints a face given in the viewpoint's frame, if its front can be seen; nearer things stay. */
export function paintFace(
  canvas: Canvas,
  { toCamera, eye }: Viewpoint,
  { points, colour, glowing }: Face,
  light: Daylight,
): void {
  if (!showsFront(points, eye)) return; // half of all faces: told apart before anything is computed
  const inCamera = points.map((point) => transform(toCamera, point));
  const front = clipToFront(inCamera);
  if (front.length < 3) return;
  const outline = front.map((point) => project(canvas.camera, point));
  const rows = rowsOf(canvas.camera, outline);
  if (!rows) return;
  const distance = front.reduce((sum, point) => sum + point[2], 0) / front.length;
  const seen = hazed(glowing ? colour : lit({ points, colour }, light), distance, light);
  fill(canvas, outline, { ...rows, colour: seen, plane: nearnessPlane(canvas.camera, inCamera) });
}

/** Whether the eye is on the side from which the points go round counter-clockwise. */
function showsFront([a, b, c]: readonly Vector3[], eye: Vector3): boolean {
  if (!a || !b || !c) return false;
  const [ux, uy, uz] = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  const [vx, vy, vz] = [c[0] - a[0], c[1] - a[1], c[2] - a[2]];
  const x = (uy * vz - uz * vy) * (eye[0] - a[0]);
  const y = (uz * vx - ux * vz) * (eye[1] - a[1]);
  return x + y + (ux * vy - uy * vx) * (eye[2] - a[2]) > 0;
}

/** Face colour under the sun: 60 % ambient, the rest by the angle of its surface. */
function lit({ points, colour }: Pick<Face, "points" | "colour">, { sun, brightness }: Daylight): Colour {
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

/** 1/z on the plane n·p = offset of three points, as a + b u + c v over the pixels: from p = z · ((u − cx)/f, (v − cy)/f, 1). */
function nearnessPlane(
  { focal, centreX, centreY }: Camera,
  points: readonly Vector3[],
): readonly [number, number, number] {
  const first = at(points, 0);
  const n = cross(subtract(at(points, 1), first), subtract(at(points, 2), first));
  const offset = dot(n, first);
  const b = n[0] / (focal * offset);
  const c = n[1] / (focal * offset);
  return [n[2] / offset - b * centreX - c * centreY, b, c];
}

type Outline = readonly (readonly [number, number])[];

/** The picture's rows whose middle an outline may hold; undefined when none of it is in the picture. */
function rowsOf({ width, height }: Camera, outline: Outline): { top: number; bottom: number } | undefined {
  let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [u, v] of outline) {
    left = Math.min(left, u);
    right = Math.max(right, u);
    low = Math.min(low, v);
    high = Math.max(high, v);
  }
  const top = Math.max(0, Math.ceil(low - 0.5));
  const bottom = Math.min(height - 1, Math.floor(high - 0.5));
  return top > bottom || right < 0 || left > width ? undefined : { top, bottom };
}

interface Filling {
  readonly colour: Colour;
  readonly plane: readonly [number, number, number];
}

/** Fills the pixels whose middle lies inside a convex outline, where nothing nearer is. */
function fill(
  canvas: Canvas,
  outline: Outline,
  { top, bottom, ...filling }: Filling & { top: number; bottom: number },
): void {
  const { width } = canvas.camera;
  const { lefts, rights } = canvas.spans;
  lefts.fill(Infinity, top, bottom + 1);
  rights.fill(-Infinity, top, bottom + 1);
  let from = at(outline, outline.length - 1);
  for (const to of outline) {
    followEdge(canvas.spans, { top, bottom }, from, to);
    from = to;
  }
  for (let row = top; row <= bottom; row++) {
    const first = Math.max(0, Math.ceil((lefts[row] ?? Infinity) - 0.5));
    const last = Math.min(width - 1, Math.floor((rights[row] ?? -Infinity) - 0.5));
    if (first <= last) fillRow(canvas, row, { first, last, ...filling });
  }
}

/** Widens the spans of the rows whose middle an edge crosses. */
function followEdge(
  { lefts, rights }: Spans,
  { top, bottom }: { top: number; bottom: number },
  [u0, v0]: readonly [number, number],
  [u1, v1]: readonly [number, number],
): void {
  const first = Math.max(top, Math.ceil(Math.min(v0, v1) - 0.5));
  const last = Math.min(bottom, Math.floor(Math.max(v0, v1) - 0.5));
  for (let row = first; row <= last; row++) {
    const v = row + 0.5;
    if (v0 > v === v1 > v) continue;
    const u = u0 + ((v - v0) / (v1 - v0)) * (u1 - u0);
    lefts[row] = Math.min(lefts[row] ?? u, u);
    rights[row] = Math.max(rights[row] ?? u, u);
  }
}

function fillRow(
  { camera, pixels, nearness }: Canvas,
  row: number,
  { first, last, colour, plane }: Filling & { first: number; last: number },
): void {
  let near = plane[0] + plane[1] * (first + 0.5) + plane[2] * (row + 0.5);
  const bytes = packed(Math.min(255, colour[0]), Math.min(255, colour[1]), Math.min(255, colour[2]));
  for (let i = row * camera.width + first; i <= row * camera.width + last; i++, near += plane[1]) {
    if (near <= (nearness[i] ?? 0)) continue;
    nearness[i] = near;
    pixels[i] = bytes;
  }
}
