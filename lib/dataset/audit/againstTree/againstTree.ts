import { STEP_SECONDS, TIME_STEPS, type Trajectory } from "../../../geometry/trajectory";
import { at } from "../../../math/at";
import { type Recording } from "../../recording";
import { type Sample } from "../../sample";
import { THRESHOLDS } from "../thresholds";
import { compare, furthestApart, isLike, type Compared } from "./compared";
import { fits, GUESSERS, type Guesser, type Kind } from "./guesses";
import {
  byId,
  countError,
  fitting,
  momentsOf,
  namedFrames,
  naturalOrders,
  shortened,
  type Order,
} from "./orders";
import { carFrames, firstCar, someCar } from "./otherCar";
import { type TargetRow } from "./targetRows";

/** What no car goes further than from one row to the next. */
const CAR_STEP_METERS = THRESHOLDS.topSpeed.value * STEP_SECONDS;

/** A row to look at. */
export interface RowPlace {
  readonly row: string;
  readonly frame: string;
}

/** What rows that differ are instead. A row can have two causes. */
export interface Cause {
  readonly kind: Kind;
  readonly says: string;
  readonly rows: number;
  readonly first: RowPlace;
}

/** Somebody's targets beside the right labels of a tree. */
export interface Comparison {
  readonly rows: number;
  /** The frames the rows were taken for. */
  readonly order: string;
  /** Steps a row has, and how many of them the right labels have too. */
  readonly steps: { readonly given: number; readonly compared: number };
  /** Rows that are not the ego's future. */
  readonly different: number;
  readonly first?: RowPlace & { readonly meters: number; readonly step: number };
  readonly causes: readonly Cause[];
  /** Rows that differ and are none of the causes. */
  readonly unexplained: number;
  /** Rows of frames without a right label that may be right all the same: a gap, or milliseconds short of 4.5 s. */
  readonly notCompared: number;
  /** How far apart rows that count as equal are at most, m. */
  readonly equalWithinMeters: number;
}

/** Recordings with their right labels (`egoPoseLabels`). */
export interface LabelledTree {
  readonly recordings: readonly Recording[];
  readonly samples: readonly Sample[];
}

/**
 * Compares targets row by row with the right labels. Rows with ids go by these; others stand for the frames of the
 * natural order that has as many and fits best. Throws when no order has as many rows, or an id is not in the tree.
 */
export function againstTree(tree: LabelledTree, rows: readonly TargetRow[]): Comparison {
  const { recordings } = tree;
  const orders = ordersFor(tree, rows);
  const plain = orders.map((order) => judge(rows, order, GUESSERS));
  const done = bestOf(plain);
  if (done.unexplained === 0) return done;
  const cars = [firstCar(recordings), someCar(recordings)];
  return bestOf(orders.map((order) => judge(rows, order, [...GUESSERS, ...cars])));
}

function ordersFor({ recordings, samples }: LabelledTree, rows: readonly TargetRow[]): readonly Order[] {
  const moments = momentsOf(recordings, samples);
  if (rows.some(({ id }) => id !== undefined)) return [namedFrames(moments, rows)];
  const steps = at(rows, 0).target.length;
  const orders = naturalOrders(moments, steps);
  const found = fitting(orders, rows.length);
  if (found.length > 0) return found;
  const withCar = carFrames(recordings);
  const listed = {
    name: "frames with a labelled car, by id",
    moments: byId(moments).filter(({ id }) => withCar.has(id)),
  };
  const more = [listed, shortened(listed, steps)];
  const late = fitting(more, rows.length);
  if (late.length === 0) throw countError([...orders, ...more], rows.length);
  return late;
}

/** The order under which the fewest rows stay a riddle, then the one with the fewest that differ. */
function bestOf(comparisons: readonly Comparison[]): Comparison {
  const riddle = ({ unexplained, different, rows }: Comparison): number =>
    unexplained + different / (rows + 1);
  return comparisons.reduce((best, one) => (riddle(one) < riddle(best) ? one : best));
}

function judge(rows: readonly TargetRow[], order: Order, guessers: readonly Guesser[]): Comparison {
  const compared = compare(rows, order);
  const open = new Set(compared.filter(isOpen));
  const isEqual = ({ given, moment, limit }: Compared): boolean =>
    isLike(given, moment.sample?.target, limit);
  const differing = compared.filter((row) => !isEqual(row) && !open.has(row));
  const found = [...explain(differing, order, guessers), ...withoutFuture(differing)];
  const explained = new Set(found.flatMap((cause) => cause.all));
  const given = at(rows, 0).target.length;
  const [first] = differing;
  return {
    rows: rows.length,
    order: order.name,
    steps: {
      given,
      compared: Math.min(given, ...compared.map(({ moment }) => moment.sample?.target.length ?? given)),
    },
    different: differing.length,
    ...(first === undefined ? {} : { first: firstOf(first) }),
    causes: found.map(({ kind, says, all }) => ({
      kind,
      says,
      rows: all.length,
      first: placeOf(at(all, 0)),
    })),
    unexplained: differing.filter((row) => !explained.has(row)).length,
    notCompared: open.size,
    equalWithinMeters: compared
      .filter(isEqual)
      .reduce(
        (most, row) => Math.max(most, furthestApart(row.given, row.moment.sample?.target ?? []).meters),
        0,
      ),
  };
}

/** Nothing right to compare with, and nothing wrong to see: the recording lasts as long as the row, and it never leaps. */
function isOpen({ given, moment: { sample, secondsLeft } }: Compared): boolean {
  const lasts = secondsLeft >= (Math.min(given.length, TIME_STEPS) - 1) * STEP_SECONDS;
  return sample === undefined && lasts && !leaps(given, CAR_STEP_METERS);
}

const placeOf = ({ row, moment }: Compared): RowPlace => ({ row: row.name, frame: moment.id });

function firstOf(row: Compared): NonNullable<Comparison["first"]> {
  const { meters, step } = furthestApart(row.given, row.moment.sample?.target ?? []);
  return { ...placeOf(row), meters, step };
}

interface Found {
  readonly kind: Kind;
  readonly says: string;
  readonly all: readonly Compared[];
}

/** Fewer rows than this could be anything. */
const MIN_ROWS = 5;

/**
 * Guess after guess, each of what the ones before leave over: the first in order that explains nearly as many rows as
 * the best, and half of those with a right label at least.
 */
function explain(differing: readonly Compared[], order: Order, guessers: readonly Guesser[]): Found[] {
  const withLabel = differing.filter(({ moment }) => moment.sample !== undefined);
  if (withLabel.length < MIN_ROWS) return [];
  const guesses = guessers
    .flatMap((guesser) => guesser(withLabel, order))
    .map((guess) => ({ guess, explains: fits(guess, withLabel).length }));
  const most = Math.max(...guesses.map(({ explains }) => explains));
  const chosen = guesses.find(({ explains }) => explains >= 0.95 * most)?.guess;
  if (chosen === undefined || most < withLabel.length / 2) return [];
  const all = fits(chosen, differing);
  const done = new Set(all);
  const left = differing.filter((row) => !done.has(row));
  return [{ kind: chosen.kind, says: chosen.says, all }, ...explain(left, order, guessers)];
}

/** Rows of frames whose recording ends before the row does: windows over the seam, or a made-up end. */
function withoutFuture(differing: readonly Compared[]): Found[] {
  const ended = differing.filter(({ moment }) => moment.sample === undefined);
  const far = THRESHOLDS.otherRecordingMeters.value;
  const glued = differing.filter(({ given, moment }) =>
    leaps(given, moment.sample === undefined ? CAR_STEP_METERS : far),
  );
  const seams = new Set(glued);
  const made = ended.filter((row) => !seams.has(row));
  return [
    found("glued", "windows that run from one recording into the next", glued),
    found("no future", "rows of frames whose recording ends within the row", made),
  ].flat();
}

const found = (kind: Kind, says: string, all: readonly Compared[]): Found[] =>
  all.length === 0 ? [] : [{ kind, says, all }];

function leaps(trajectory: Trajectory, limit: number): boolean {
  const path: Trajectory = [[0, 0], ...trajectory];
  return furthestApart(path.slice(1), path.slice(0, -1)).meters > limit;
}
