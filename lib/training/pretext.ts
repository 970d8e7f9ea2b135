import { type Camera, type Frame, type LabelledObject } from "../dataset/recording";
import { fromAbove, toEgoFrame } from "../geometry/egoFrame";
import { transform } from "../geometry/pose";
import { type Vector3 } from "../geometry/vector3";
import { at } from "../math/at";
import { type Motion } from "../dataset/prompt";
import { PICTURE_TOKENS, TOKEN_GRID } from "../model/sceneBackbone";
import { COURSE_METERS, type RoadFacts } from "../simulator/roadFacts";

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

/** What the pictures show of the road, see RoadFacts. A light counts until its line is passed. */
export const ROAD_FACTS = [
  "to the line",
  "line near",
  "red",
  "yellow",
  "green",
  "line near, not green",
  "inner lane",
  "gap",
  "gap near",
  "lead brakes",
  ...COURSE_METERS.flatMap((metres) => [`course ${metres} m on`, `course ${metres} m aside`]),
] as const;

/** The road facts of one pair in the order of ROAD_FACTS, scaled to about 1. */
export function roadNumbers({ toLine, light, inner, lead, course }: RoadFacts): number[] {
  const near = toLine > 0 ? 10 / (toLine + 5) : 0;
  const is = (truth: boolean): number => (truth ? 1 : 0);
  return [
    Math.max(-20, Math.min(80, toLine)) / 30,
    near,
    is(light === "red"),
    is(light === "yellow"),
    is(light === "green"),
    light === "red" || light === "yellow" ? near : 0,
    is(inner),
    Math.min(60, lead?.gap ?? 60) / 30,
    lead === undefined ? 0 : 5 / (lead.gap + 2),
    is(lead?.braking === true),
    ...course.flatMap(([x, y], i) => [(x - at(COURSE_METERS, i)) / 5, y / 10]),
  ];
}

/** What the prompt says, alone and together with what the pictures show. */
export const SAID_FACTS = [
  "speed",
  "turn rate",
  "sideways acceleration",
  "speed towards a light that is not green",
  "speed towards green",
  "braking that stops at the line",
  "gaps closed in a second",
  ...COURSE_METERS.slice(0, 4).map((metres) => `sideways acceleration of the lane ${metres} m ahead`),
] as const;

/** The facts of a prompt that tells a motion, in the order of SAID_FACTS, scaled to about 1; zeros where none is told. */
export function saidNumbers(said: Motion | undefined, { toLine, light, lead, course }: RoadFacts): number[] {
  if (said === undefined) return SAID_FACTS.map(() => 0);
  const { speed, turnRate } = said;
  const stops = light === "red" || light === "yellow";
  return [
    speed / 10,
    turnRate / 10,
    (speed * turnRate * Math.PI) / 180 / 2,
    stops ? speed / 10 : 0,
    light === "green" ? speed / 10 : 0,
    stops ? Math.min(3, speed ** 2 / (2 * Math.max(1, toLine)) / 2) : 0,
    lead === undefined ? 0 : Math.min(3, speed / (lead.gap + 2)),
    ...course.slice(0, 4).map(([, y], i) => {
      const sideways = (2 * y * speed ** 2) / at(COURSE_METERS, i) ** 2;
      return Math.max(-3, Math.min(3, sideways / 2));
    }),
  ];
}

/** Numbers a picture token is asked for: the share an object covers, and nearness, 10 m / distance. */
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

/** [PICTURE_TOKENS, 2]: what the tokens of both pictures cover, vehicle side first. */
export function patchFacts(frame: Frame, objects: readonly LabelledObject[]): Float32Array {
  const facts = new Float32Array(PICTURE_TOKENS * PATCH_FACTS);
  const half = facts.length / 2;
  if (frame.camera !== undefined) paint(facts.subarray(0, half), frame.camera(), objects);
  if (frame.infrastructure !== undefined) paint(facts.subarray(half), frame.infrastructure.camera(), objects);
  return facts;
}

interface SeenBox {
  /** Picture coordinates in tokens. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly meters: number;
}

const [COLUMNS, ROWS] = TOKEN_GRID;

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

/** Per token: the largest share one box covers, and the nearness of the nearest box on it. */
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
