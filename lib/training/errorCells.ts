import { rowAtSeconds } from "../geometry/displacementError";
import { TIME_STEPS, type Trajectory } from "../geometry/trajectory";
import { at } from "../math/at";
import { FAR_AFTER_SECONDS, kindOf, type SampleKind } from "./sampleKinds";

/** Mean errors over some samples and points, metres: of the distance, and of |x| and |y| alone. */
export interface PointErrors {
  readonly distance: number;
  readonly x: number;
  readonly y: number;
}

/** Errors of one recording's samples of one kind, rounded to a tenth of a millimetre. */
export interface ErrorCell {
  readonly recording: string;
  readonly kind: SampleKind;
  readonly samples: number;
  /** Over the points up to `FAR_AFTER_SECONDS`, and over those behind it. */
  readonly nearHorizon: PointErrors;
  readonly farHorizon: PointErrors;
}

/** Points of a trajectory in the near horizon: 25 of 45. */
const NEAR_POINTS = rowAtSeconds(FAR_AFTER_SECONDS, TIME_STEPS) + 1;

/** What samples are, for `errorCells`. */
export interface JudgedSet {
  readonly targets: readonly Trajectory[];
  readonly recordings: readonly string[];
}

/** The errors of a set of predictions, a cell for each recording and kind that occurs, in the order they first do. */
export function errorCells(
  predicted: readonly Trajectory[],
  { targets, recordings }: JudgedSet,
): ErrorCell[] {
  const groups = new Map<string, { readonly rows: number[]; readonly kind: SampleKind }>();
  targets.forEach((target, row) => {
    const kind = kindOf(target);
    const key = `${kind} ${at(recordings, row)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { rows: [row], kind });
    else group.rows.push(row);
  });
  return [...groups.values()].map(({ rows, kind }) => {
    const over = (from: number, to: number): PointErrors =>
      pointErrors(predicted, targets, { rows, from, to });
    const recording = at(recordings, at(rows, 0));
    const [nearHorizon, farHorizon] = [over(0, NEAR_POINTS), over(NEAR_POINTS, TIME_STEPS)];
    return { recording, kind, samples: rows.length, nearHorizon, farHorizon };
  });
}

function pointErrors(
  predicted: readonly Trajectory[],
  targets: readonly Trajectory[],
  { rows, from, to }: { readonly rows: readonly number[]; readonly from: number; readonly to: number },
): PointErrors {
  let [distance, x, y] = [0, 0, 0];
  for (const row of rows) {
    const [guess, target] = [at(predicted, row), at(targets, row)];
    for (let j = from; j < to; j++) {
      const [dx, dy] = [at(guess, j)[0] - at(target, j)[0], at(guess, j)[1] - at(target, j)[1]];
      distance += Math.sqrt(dx * dx + dy * dy); // Math.hypot takes ten times as long
      x += Math.abs(dx);
      y += Math.abs(dy);
    }
  }
  const points = rows.length * (to - from);
  return { distance: rounded(distance / points), x: rounded(x / points), y: rounded(y / points) };
}

const rounded = (metres: number): number => Math.round(1e4 * metres) / 1e4;

/** Which part of the errors is asked for; what is left out is not told apart. */
export interface ErrorQuestion {
  readonly kind?: SampleKind;
  /** Default distance. */
  readonly of?: keyof PointErrors;
  readonly horizon?: "nearHorizon" | "farHorizon";
}

/** The mean error over samples, metres; NaN where no sample is of the kind. */
export function errorOf(cells: readonly ErrorCell[], question: ErrorQuestion = {}): number {
  const asked = cells.filter(({ kind }) => question.kind === undefined || question.kind === kind);
  const samples = asked.reduce((sum, cell) => sum + cell.samples, 0);
  return asked.reduce((sum, cell) => sum + cell.samples * cellError(cell, question), 0) / samples;
}

/** One recording's mean error, metres. */
export interface RecordingError {
  readonly recording: string;
  readonly samples: number;
  readonly error: number;
}

/**
 * The same, a mean for each recording that has such samples: the units of an interval, since samples of one recording
 * overlap and say much the same.
 */
export function errorsByRecording(
  cells: readonly ErrorCell[],
  question: ErrorQuestion = {},
): RecordingError[] {
  const asked = cells.filter(({ kind }) => question.kind === undefined || question.kind === kind);
  return [...new Set(asked.map(({ recording }) => recording))].map((recording) => {
    const own = asked.filter((cell) => cell.recording === recording);
    const samples = own.reduce((sum, cell) => sum + cell.samples, 0);
    return { recording, samples, error: errorOf(own, question) };
  });
}

function cellError(cell: ErrorCell, { of = "distance", horizon }: ErrorQuestion): number {
  if (horizon !== undefined) return cell[horizon][of];
  const { nearHorizon, farHorizon } = cell;
  return (NEAR_POINTS * nearHorizon[of] + (TIME_STEPS - NEAR_POINTS) * farHorizon[of]) / TIME_STEPS;
}
