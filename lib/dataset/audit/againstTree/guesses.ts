import { toEgoFrame, toWorldFrame, type Pose2 } from "../../../geometry/egoFrame";
import { type Point, type Trajectory } from "../../../geometry/trajectory";
import { at } from "../../../math/at";
import { median } from "../../../math/statistics";
import { type Sample } from "../../sample";
import { isLike, reachOf, type Compared } from "./compared";
import { type Order } from "./orders";

export type Kind =
  | "another car"
  | "another frame"
  | "mirrored"
  | "unit"
  | "steps"
  | "rate"
  | "shifted"
  | "rotated"
  | "glued"
  | "no future";

/** What rows that differ may be instead. */
export interface Guess {
  readonly kind: Kind;
  /** One clause: what was found. */
  readonly says: string;
  readonly expected: (row: Compared) => Trajectory | undefined;
  /** Units of the given numbers per metre, default 1. */
  readonly scale?: number;
}

/** One kind of fault: guesses about the rows that differ. */
export type Guesser = (differing: readonly Compared[], order: Order) => readonly Guess[];

/** How many of the rows a guess explains. */
export function fits({ expected, scale = 1 }: Guess, rows: readonly Compared[]): Compared[] {
  return rows.filter((row) => isLike(row.given, expected(row), row.limit * scale));
}

/** A guess that makes each row out of its right label. */
function fromRight(
  kind: Kind,
  says: string,
  of: (sample: Sample) => Trajectory | undefined,
  scale = 1,
): Guess {
  return { kind, says, scale, expected: ({ moment: { sample } }) => sample && of(sample) };
}

const each =
  (of: (point: Point, sample: Sample) => Point) =>
  (sample: Sample): Trajectory =>
    sample.target.map((point) => of(point, sample));

/** World coordinates, axes of the world, the frame of a recording's first pose, x and y exchanged. */
const frames: Guesser = (_, { moments }) => {
  const starts = new Map<string, Pose2>();
  for (const { recording, sample } of moments) {
    if (sample !== undefined && !starts.has(recording)) starts.set(recording, sample.origin);
  }
  const start = ({ recording, origin }: Sample): Pose2 => starts.get(recording) ?? origin;
  const frame = (says: string, of: (point: Point, sample: Sample) => Point): Guess =>
    fromRight("another frame", says, each(of));
  return [
    frame("world coordinates", (point, { origin }) => toWorldFrame(origin, point)),
    frame("axes of the world, from the car's place", (point, { origin: { yaw } }) =>
      toWorldFrame({ x: 0, y: 0, yaw }, point),
    ),
    frame("the frame of the recording's first pose", (point, sample) =>
      toEgoFrame(start(sample), toWorldFrame(sample.origin, point)),
    ),
    frame("x right, y forward", ([x, y]) => [-y, x]),
    frame("y first, then x", ([x, y]) => [y, x]),
  ];
};

const mirrored: Guesser = () => [
  fromRight(
    "mirrored",
    "y points right instead of left",
    each(([x, y]) => [x, -y]),
  ),
  fromRight(
    "mirrored",
    "x points backward instead of forward",
    each(([x, y]) => [-x, y]),
  ),
];

/** Numbers people use for a metre. */
const UNITS: readonly (readonly [scale: number, name: string])[] = [
  [100, "centimetres"],
  [1000, "millimetres"],
  [1 / 0.3048, "feet"],
  [0.01, "metres ÷ 100"],
  [0.1, "metres ÷ 10"],
  [0.001, "kilometres"],
];

/** Every number times the same: the median of given over right reach. */
const unit: Guesser = (differing) => {
  const ratios = differing.flatMap(({ given, moment: { sample } }) => {
    const right = sample?.target.slice(0, given.length) ?? [];
    return reachOf(right) < 1 ? [] : [reachOf(given) / reachOf(right)];
  });
  if (ratios.length === 0) return [];
  const measured = median(ratios);
  const known = UNITS.find(([scale]) => Math.abs(measured / scale - 1) < 0.01);
  const [scale, name] = known ?? [measured, `metres × ${measured.toPrecision(3)}`];
  if (!(scale > 0) || Math.abs(scale - 1) < 0.01) return [];
  return [
    fromRight(
      "unit",
      name,
      each(([x, y]) => [scale * x, scale * y]),
      scale,
    ),
  ];
};

const steps: Guesser = () => [
  fromRight("steps", "steps from row to row instead of positions", ({ target }) =>
    target.map(([x, y], j) => {
      const [bx, by] = target[j - 1] ?? [0, 0];
      return [x - bx, y - by];
    }),
  ),
];

/** Rows further apart than 0.1 s: every m-th, or the next frames of the list whatever their time. */
const rate: Guesser = (_, { moments }) => [
  ...[2, 3, 4, 5, 10].map((every) =>
    fromRight("rate", `steps of ${every / 10} s instead of 0.1 s`, ({ target }) =>
      target.filter((_point, j) => (j + 1) % every === 0),
    ),
  ),
  {
    kind: "rate",
    says: "the next rows of the list, whatever their time",
    expected: ({ moment: { sample }, place, given }) => {
      if (sample === undefined) return undefined;
      const ahead = moments.slice(place + 1, place + 1 + given.length).map((next) => next.sample?.origin);
      if (ahead.length < given.length) return undefined;
      return ahead.every((origin) => origin !== undefined)
        ? ahead.map(({ x, y }) => toEgoFrame(sample.origin, [x, y]))
        : undefined;
    },
  },
];

/** Rows of the list, and steps of 0.1 s, that a file can be off by. */
const MOST_ROWS = 50;
const MOST_STEPS = 10;

const shifts = (most: number): number[] => Array.from({ length: most }, (_, k) => [k + 1, -k - 1]).flat();

/** Targets of the row k further on, or of the right row and k steps later. */
const shifted: Guesser = (differing, { moments }) => {
  const rows = shifts(MOST_ROWS).map((k): Guess => ({
    kind: "shifted",
    says: `the label of ${rowsOn(k)}`,
    expected: ({ place }) => moments[place + k]?.sample?.target,
  }));
  const times = shifts(MOST_STEPS).map((k): Guess =>
    fromRight("shifted", `starts ${Math.abs(k) / 10} s too ${k > 0 ? "late" : "early"}`, (sample) =>
      later(sample, k),
    ),
  );
  return [best(times, differing), best(rows, differing)];
};

const rowsOn = (k: number): string =>
  `${Math.abs(k)} ${Math.abs(k) === 1 ? "row" : "rows"} ${k > 0 ? "further on" : "before"}`;

/** Positions from k steps later on in the same frame; undefined where the past does not reach back. */
function later({ target, past }: Sample, k: number): Trajectory | undefined {
  if (k > 0) return target.slice(k);
  const start: Point = [0, 0];
  const before = [start, ...past].slice(0, -k);
  return before.length === -k ? [...before.reverse(), ...target] : undefined;
}

function best(guesses: readonly Guess[], rows: readonly Compared[]): Guess {
  const counted = guesses.map((guess) => ({ guess, rows: fits(guess, rows).length }));
  return counted.reduce((most, one) => (one.rows > most.rows ? one : most)).guess;
}

/** Turned by one angle, or each row by its own: a heading from another formula. */
const rotated: Guesser = (differing) => {
  const angles = differing.flatMap((row) => angleOf(row) ?? []);
  if (angles.length === 0) return [];
  const middle = Math.atan2(median(angles.map(Math.sin)), median(angles.map(Math.cos)));
  const degrees = ((180 / Math.PI) * middle).toFixed(1);
  return [
    fromRight(
      "rotated",
      `turned by ${degrees}°, counter-clockwise`,
      each((point) => turned(point, middle)),
    ),
    {
      kind: "rotated",
      says: "each row turned by an angle of its own: the heading is another one",
      expected: (row) => {
        const angle = angleOf(row);
        return angle === undefined
          ? undefined
          : row.moment.sample?.target.map((point) => turned(point, angle));
      },
    },
  ];
};

const turned = (point: Point, yaw: number): Point => toWorldFrame({ x: 0, y: 0, yaw }, point);

/** From the right last common point to the given one, radians; undefined near the start. */
function angleOf({ given, moment: { sample } }: Compared): number | undefined {
  if (sample === undefined) return undefined;
  const last = Math.min(given.length, sample.target.length) - 1;
  const [[gx, gy], [rx, ry]] = [at(given, last), at(sample.target, last)];
  return Math.hypot(rx, ry) < 1 ? undefined : Math.atan2(rx * gy - ry * gx, rx * gx + ry * gy);
}

/** What needs nothing but the samples, the most telling first. */
export const GUESSERS: readonly Guesser[] = [frames, mirrored, unit, steps, rate, shifted, rotated];
