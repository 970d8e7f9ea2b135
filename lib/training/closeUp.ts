import { rowAtSeconds } from "../geometry/displacementError";
import { TIME_STEPS, type Point, type Trajectory } from "../geometry/trajectory";
import { at } from "../math/at";
import { singularValues } from "../math/singularValues";
import { pickRows, spreadRows } from "./spreadRows";
import { type Inside } from "../steps/trainStep";

/** Samples that are followed, spread evenly over the validation set. */
const FOLLOWED = 100;

/** Seconds at which they are kept: every half second holds all horizons the document names. */
const KEPT_SECONDS = [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5] as const;

/** Followed samples at one moment of a run. */
export interface CloseUpPoint {
  /** Epochs done: 0 is before the first update. */
  readonly epoch: number;
  /** `[samples, 9]` points at `seconds`, metres, rounded to centimetres. */
  readonly predictions: readonly (readonly Point[])[];
  /** By stage: singular values of the centred features of these samples, largest first, four digits. */
  readonly singularValues: Readonly<Record<string, readonly number[]>>;
}

/** The same validation samples through a whole run; kept of a few experiments, since it takes room. */
export interface CloseUp {
  /** Their places in the validation set. */
  readonly rows: readonly number[];
  readonly seconds: readonly number[];
  /** As `predictions`. */
  readonly targets: readonly (readonly Point[])[];
  readonly points: readonly CloseUpPoint[];
}

/** The rows of a validation set of this size that a close-up follows. */
export function followedRows(size: number): number[] {
  return spreadRows(size, FOLLOWED);
}

/** What a close-up keeps at one moment, from all validation predictions and what goes on inside. */
export function closeUpPoint(
  epoch: number,
  predicted: readonly Trajectory[],
  { activations }: Pick<Inside, "activations">,
): CloseUpPoint {
  const rows = followedRows(predicted.length);
  const hidden = Object.entries(activations).filter(([stage]) => stage !== "output");
  return {
    epoch,
    predictions: rows.map((row) => keptPoints(at(predicted, row))),
    singularValues: Object.fromEntries(
      hidden.map(([stage, values]) => [stage, spectrum(values, predicted.length, rows)]),
    ),
  };
}

/** A close-up of its points so far. */
export function closeUpOf(targets: readonly Trajectory[], points: readonly CloseUpPoint[]): CloseUp {
  const rows = followedRows(targets.length);
  return { rows, seconds: KEPT_SECONDS, targets: rows.map((row) => keptPoints(at(targets, row))), points };
}

function spectrum(values: Float32Array, size: number, rows: readonly number[]): number[] {
  return singularValues(pickRows(values, size, rows)).map((value) => Number(value.toPrecision(4)));
}

function keptPoints(trajectory: Trajectory): Point[] {
  return KEPT_SECONDS.map((seconds) => centimetres(at(trajectory, rowAtSeconds(seconds, TIME_STEPS))));
}

/** A point rounded to centimetres. */
export function centimetres([x, y]: Point): Point {
  const rounded = (metres: number): number => Math.round(100 * metres) / 100 + 0; // + 0: −0 is no JSON
  return [rounded(x), rounded(y)];
}
