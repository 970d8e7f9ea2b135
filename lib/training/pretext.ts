import { type Camera, type Frame, type LabelledObject } from "../dataset/recording";
import { fromAbove, toEgoFrame } from "../geometry/egoFrame";
import { transform } from "../geometry/pose";
import { type Vector3 } from "../geometry/vector3";
import { at } from "../math/at";
import { PICTURE_TOKENS, SCENE } from "../model/sceneBackbone";

/**
 * What a general vision-language model knows about one moment, from its labels: never where the ego will go.
 * Lead: the nearest vehicle straight ahead, gap cut at 60 m. Left and right: the nearest object ahead on that
 * side, cut at 40 m. Counts: within 50 m of the ego, and in the roadside picture. All scaled to about 1.
 */
export const SCENE_FACTS = [
  "lead seen",
  "lead gap",
  "left",
  "right",
  "vehicles",
  "slow users",
  "roadside objects",
] as const;

/** Numbers a picture patch is asked for: the share an object covers, and nearness, 10 m / distance. */
export const PATCH_FACTS = 2;

const SLOW = new Set(["pedestrian", "cyclist", "motorcyclist", "tricyclist", "barrowlist"]);

/** The facts of one frame in the order of SCENE_FACTS. */
export function sceneFacts(frame: Frame, objects: readonly LabelledObject[]): number[] {
  const ego = fromAbove(frame.egoPose());
  const around = objects.map(({ type, centre }) => {
    const [x, y] = toEgoFrame(ego, [centre[0], centre[1]]);
    return { slow: SLOW.has(type), x, y, distance: Math.hypot(x, y) };
  });
  const nearest = (low: number, high: number, limit: number): number =>
    Math.min(limit, ...around.flatMap(({ x, y }) => (x > 0 && y >= low && y < high ? [x] : [])));
  const lead = nearest(-1.75, 1.75, 60);
  const near = around.filter(({ distance }) => distance < 50);
  return [
    lead < 60 ? 1 : 0,
    lead / 30,
    nearest(1.75, 12, 40) / 20,
    nearest(-12, -1.75, 40) / 20,
    near.filter(({ slow }) => !slow).length / 5,
    near.filter(({ slow }) => slow).length / 5,
    frame.infrastructure === undefined ? 0 : seenBoxes(frame.infrastructure.camera(), objects).length / 5,
  ];
}

/** [PICTURE_TOKENS, 2]: what the patches of both pictures show, vehicle side first. */
export function patchFacts(frame: Frame, objects: readonly LabelledObject[]): Float32Array {
  const facts = new Float32Array(PICTURE_TOKENS * PATCH_FACTS);
  const half = facts.length / 2;
  if (frame.camera !== undefined) paint(facts.subarray(0, half), frame.camera(), objects);
  if (frame.infrastructure !== undefined) paint(facts.subarray(half), frame.infrastructure.camera(), objects);
  return facts;
}

interface SeenBox {
  /** Picture coordinates in patches. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly meters: number;
}

const COLUMNS = SCENE.pictureWidth / SCENE.patch;
const ROWS = SCENE.pictureHeight / SCENE.patch;

/** Boxes around the objects in the picture, cut to it. The picture's middle is the camera's principal point. */
function seenBoxes({ intrinsics, fromWorld }: Camera, objects: readonly LabelledObject[]): SeenBox[] {
  const [[fx, , cx], [, fy, cy]] = intrinsics;
  return objects.flatMap((object) => {
    const corners = cornersOf(object).map((corner) => transform(fromWorld, corner));
    if (corners.some(([, , z]) => z < 1)) return [];
    const us = corners.map(([x, , z]) => ((cx + (fx * x) / z) / (2 * cx)) * COLUMNS);
    const vs = corners.map(([, y, z]) => ((cy + (fy * y) / z) / (2 * cy)) * ROWS);
    const box = {
      left: Math.max(0, Math.min(...us)),
      right: Math.min(COLUMNS, Math.max(...us)),
      top: Math.max(0, Math.min(...vs)),
      bottom: Math.min(ROWS, Math.max(...vs)),
      meters: transform(fromWorld, object.centre)[2],
    };
    return box.right > box.left && box.bottom > box.top ? [box] : [];
  });
}

function cornersOf({ centre: [x, y, z], size: [length, width, height], yaw }: LabelledObject): Vector3[] {
  const [c, s] = [Math.cos(yaw), Math.sin(yaw)];
  return [-0.5, 0.5].flatMap((up) =>
    [-0.5, 0.5].flatMap((along) =>
      [-0.5, 0.5].map((across): Vector3 => {
        const [dx, dy] = [along * length, across * width];
        return [x + c * dx - s * dy, y + s * dx + c * dy, z + up * height];
      }),
    ),
  );
}

/** Per patch: the largest share one box covers, and the nearness of the nearest box on it. */
function paint(facts: Float32Array, camera: Camera, objects: readonly LabelledObject[]): void {
  for (const { left, right, top, bottom, meters } of seenBoxes(camera, objects)) {
    for (let row = Math.floor(top); row < Math.ceil(bottom); row++) {
      for (let column = Math.floor(left); column < Math.ceil(right); column++) {
        const wide = Math.min(right, column + 1) - Math.max(left, column);
        const high = Math.min(bottom, row + 1) - Math.max(top, row);
        const place = (row * COLUMNS + column) * PATCH_FACTS;
        facts[place] = Math.max(at(facts, place), wide * high);
        facts[place + 1] = Math.max(at(facts, place + 1), Math.min(2, 10 / meters));
      }
    }
  }
}
