import { type Curve, type CurveValue } from "../evidence";
import { type LogColumn, type LogTable } from "./logTable";
import { type Roles } from "./roles";

/** Curves of a log, with what was done to make them. */
export interface ReadCurves {
  readonly curves: readonly Curve[];
  readonly notes: readonly string[];
}

/**
 * The columns as curves. A value said twice at one place stands once. Where a column goes back and on from there
 * (a run taken up again from a checkpoint) the later session counts; where it begins again all of it stays, for that is another
 * run in the same file and for a rule to find: `at` then goes back.
 */
export function curvesOf(table: LogTable, { roles, x }: Roles): ReadCurves {
  const place = placesOf(table, x.name);
  const notes = new Set<string>();
  const curves = table.columns.flatMap((column): Curve[] => {
    const role = roles[column.name];
    if (role === undefined || role === "x" || role === "ignored" || column.values.length === 0) return [];
    const points = withoutResumed(column, place);
    if (points.resumed.length > 0)
      notes.add(`taken up again at ${x.x} ${points.resumed.join(", ")}: the later session counts`);
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

/** Where each row stands: the x column's value, or the last one before a row without any. */
function placesOf({ columns, rows }: LogTable, name: string | undefined): Float64Array {
  const column = columns.find((one) => one.name === name);
  if (column === undefined) return Float64Array.from({ length: rows }, (_, row) => row);
  const places = new Float64Array(rows).fill(NaN);
  for (const [i, row] of column.rows.entries()) places[row] = column.values[i] ?? NaN;
  for (let row = 0, last = 0; row < rows; row++) {
    const given = places[row] ?? NaN;
    if (Number.isNaN(given)) places[row] = last;
    else last = given;
  }
  return places;
}

interface Points {
  readonly at: number[];
  readonly values: number[];
  /** Places where a later session began. */
  readonly resumed: readonly number[];
}

function withoutResumed({ rows, values }: LogColumn, places: Float64Array): Points {
  const at: number[] = [];
  const kept: number[] = [];
  const resumed: number[] = [];
  let start = 0; // where the present run begins in `at`
  for (const [i, row] of rows.entries()) {
    const place = places[row] ?? NaN;
    const value = values[i] ?? NaN;
    const last = at.length === 0 ? -Infinity : (at[at.length - 1] ?? NaN);
    if (place === last && Object.is(value, kept[kept.length - 1])) continue;
    if (place < last) {
      if (place <= (at[start] ?? NaN)) start = at.length;
      else {
        let end = at.length;
        while (end > start && (at[end - 1] ?? NaN) >= place) end--;
        at.length = end;
        kept.length = end;
        resumed.push(place);
      }
    }
    at.push(place);
    kept.push(value);
  }
  return { at, values: kept, resumed };
}
