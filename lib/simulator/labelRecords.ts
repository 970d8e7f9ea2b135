import { type Pose } from "../geometry/pose";
import { permutation, type Rng } from "../math/rng";
import { at } from "../math/at";
import { corners } from "./box";
import { boxIn, type Appearance, type Observed } from "./observation";

/** One object of a label file. */
export type LabelRecord = Readonly<Record<string, unknown>>;

/** Habits of the annotators that a reader has to cope with: words in any case, numbers as text. */
export interface LabelStyle {
  readonly rng: Rng;
  readonly numbersAsText: boolean;
}

/** A style for one file; every fifth file has its numbers as text. */
export function labelStyle(rng: Rng): LabelStyle {
  return { rng, numbersAsText: rng.uniform() < 0.2 };
}

/** Where a label is written from, and how its object looks in the picture. */
export interface LabelView {
  /** World → the frame of the label's place. */
  readonly toFrame: Pose;
  /** World → the frame of its heading; default that of the place. */
  readonly headingFrame?: Pose;
  readonly appearance: Appearance | undefined;
}

/** One object as DAIR-V2X-C writes it. */
export function labelRecord(style: LabelStyle, observed: Observed, view: LabelView): LabelRecord {
  const { toFrame, headingFrame = toFrame, appearance } = view;
  const { centre, size } = boxIn(toFrame, observed);
  const { yaw } = boxIn(headingFrame, observed);
  const number = (value: number): number | string =>
    style.numbersAsText ? value.toFixed(3) : Math.round(value * 1e3) / 1e3;
  const { xmin, ymin, xmax, ymax } = appearance?.picture ?? { xmin: 0, ymin: 0, xmax: 0, ymax: 0 };
  return {
    type: inSomeCase(style.rng, observed.kind),
    truncated_state: appearance?.truncated === true ? 1 : 0,
    occluded_state: appearance?.occluded ?? 0,
    "2d_box": { xmin: number(xmin), ymin: number(ymin), xmax: number(xmax), ymax: number(ymax) },
    "3d_dimensions": { h: number(size.height), w: number(size.width), l: number(size.length) },
    "3d_location": { x: number(centre[0]), y: number(centre[1]), z: number(centre[2]) },
    rotation: number(yaw - 2 * Math.PI * Math.round(yaw / (2 * Math.PI))),
  };
}

/** Our corners, in the order of `label_world`: front left, front right, rear right, rear left; bottom, then top. */
const REAL_ORDER = [0, 3, 2, 1, 4, 7, 6, 5];

/** The eight corners in the world, which `label_world` adds. */
export function worldCorners({ box }: Observed): number[][] {
  const ours = corners(box);
  return REAL_ORDER.map((i) => at(ours, i).map((value) => Math.round(value * 1e3) / 1e3));
}

function inSomeCase(rng: Rng, word: string): string {
  const dice = rng.uniform();
  return dice < 0.7 ? word : dice < 0.9 ? word.toLowerCase() : word.toUpperCase();
}

/**
 * The order of objects in a recording's label files. It holds for a while, then some objects change places;
 * who is not seen is left out, so the first of a file changes when somebody enters or leaves.
 */
export function createLabelOrder(rng: Rng, tracks: number): (observed: readonly Observed[]) => Observed[] {
  let order = permutation(rng, tracks);
  return (observed) => {
    if (rng.uniform() < 0.15) order = shuffledHead(rng, order);
    const place = new Map(order.map((track, i) => [track, i]));
    return [...observed].sort((a, b) => (place.get(a.track) ?? 0) - (place.get(b.track) ?? 0));
  };
}

function shuffledHead(rng: Rng, order: readonly number[]): number[] {
  const moved = at(order, rng.integer(order.length));
  return [moved, ...order.filter((track) => track !== moved)];
}
