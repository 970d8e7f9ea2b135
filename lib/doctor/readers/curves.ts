import { type Curve, type CurveValue } from "../evidence";
import { type LogColumn, type LogTable } from "./logTable";
import { type Roles } from "./roles";
import { placesOf } from "./xColumn";

/** Curves of a log, with what was done to make them. */
export interface ReadCurves {
  readonly curves: readonly Curve[];
  readonly notes: readonly string[];
}

/**
 * The columns as curves. Where a column goes back and on from there (a run taken up again from a checkpoint) the later
 * session counts; where it begins again all of it stays, for that is another run in the same file and for a rule to
 * find: `at` then goes back. Several values at one place: see `onePerPlace`.
 */
export function curvesOf(table: LogTable, { roles, x }: Roles): ReadCurves {
  const places = placesOf(table, x);
  const notes = new Set<string>();
  const curves = table.columns.flatMap((column): Curve[] => {
    const role = roles[column.name];
    if (role === undefined || role === "x" || role === "ignored" || column.values.length === 0) return [];
    const points = thinned(onePerPlace(withoutResumed(column, places, notes), x.x, notes), notes);
    return [{ name: column.name, role, x: x.x, at: points.at, values: points.values.map(valueOf) }];
  });
  return { curves, notes: [...notes] };
}

/** A number as a curve holds it. */
export function valueOf(value: number): CurveValue {
  if (Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return "NaN";
  return value > 0 ? "Infinity" : "-Infinity";
}

interface Points {
  readonly at: number[];
  readonly values: number[];
}

/** The points of a column without those that a later session wrote again; the same value twice at one place stands once. */
function withoutResumed({ rows, values }: LogColumn, places: Float64Array, notes: Set<string>): Points {
  const at: number[] = [];
  const kept: number[] = [];
  let start = 0; // where the present run begins in `at`
  for (let i = 0; i < rows.length; i++) {
    const place = places[rows[i] ?? -1] ?? NaN;
    const value = values[i] ?? NaN;
    const last = at[at.length - 1] ?? -Infinity;
    if (place === last && Object.is(value, kept[kept.length - 1])) continue;
    if (place < last) {
      if (place <= (at[start] ?? NaN)) start = at.length;
      else {
        at.length = kept.length = firstNotBefore(at, place, start);
        notes.add(`taken up again at ${place}: the later session counts`);
      }
    }
    at.push(place);
    kept.push(value);
  }
  return { at, values: kept };
}

/** The first index from `start` on whose place is not before this one. */
function firstNotBefore(at: readonly number[], place: number, start: number): number {
  let end = at.length;
  while (end > start && (at[end - 1] ?? NaN) >= place) end--;
  return end;
}

/** From so many values a place on, they are batches of an epoch rather than an epoch told twice. */
const BATCHES = 3;

/**
 * Many values an epoch are spread evenly over it. Otherwise the last of several values at a step counts, and an epoch that
 * stands twice stays twice: it was run twice.
 */
function onePerPlace(points: Points, x: Curve["x"], notes: Set<string>): Points {
  const { at, values } = points;
  const firsts: number[] = [];
  for (let i = 0; i < at.length; i++) if (i === 0 || at[i] !== at[i - 1]) firsts.push(i);
  if (firsts.length === at.length) return points;
  const many = at.length >= BATCHES * firsts.length;
  if (x === "epoch" && !many) return points;
  if (x === "step") {
    notes.add("several values at one step: the last counts");
    const lasts = firsts.map((_, k) => (firsts[k + 1] ?? at.length) - 1);
    return { at: lasts.map((i) => at[i] ?? NaN), values: lasts.map((i) => values[i] ?? NaN) };
  }
  notes.add("many values an epoch: spread evenly over it");
  const spread = firsts.flatMap((first, k) => {
    const count = (firsts[k + 1] ?? at.length) - first;
    return Array.from({ length: count }, (_, i) => (at[first] ?? NaN) + i / count);
  });
  return { at: spread, values };
}

/** A curve tells all that a rule asks for in fewer points. */
const MOST_POINTS = 50_000;

/** Every so many of too many points, the last, and where a curve stops being finite: nothing breaks unseen. */
function thinned({ at, values }: Points, notes: Set<string>): Points {
  const every = Math.ceil(at.length / MOST_POINTS);
  if (every === 1) return { at, values };
  notes.add(`one in ${every} of ${at.length} points is judged`);
  const kept: number[] = [];
  for (let i = 0; i < at.length; i++) {
    const breaks = !Number.isFinite(values[i]) && Number.isFinite(values[i - 1]);
    if (i % every === 0 || i === at.length - 1 || breaks) kept.push(i);
  }
  return { at: kept.map((i) => at[i] ?? NaN), values: kept.map((i) => values[i] ?? NaN) };
}
