import { at } from "../math/at";
import { type FeatureTable } from "../math/featureStatistics";
import { mean, median, quantile, range, std } from "../math/statistics";
import { NORMAL_WIDTH, type NormaliserKind } from "./normaliser";

/** The normalisers that need no trajectory. */
export type ColumnScalingKind = Exclude<NormaliserKind, "standardise-steps" | "increments">;

/** A fitted scaling of each column by itself, plain JSON: z = (v − offset) / scale, both [width]. */
export interface ColumnScaling {
  readonly kind: ColumnScalingKind;
  readonly offset: readonly number[];
  readonly scale: readonly number[];
}

/** Float32's resolution: a spread below this share of a column's size is rounding. */
const RESOLUTION = 2 ** -23;

/**
 * Fits a scaling to rows of any kind, [rows, width], float64; pictures [N, H, W, C] are rows of C channels. Fit it on
 * training rows only. A column without spread (for `robust`: in its middle 90 %) stays as it is, so that nothing is
 * divided by noise. Errors: no rows, a ragged table, a number that is not finite, by column.
 */
export function fitColumns(kind: ColumnScalingKind, table: FeatureTable): ColumnScaling {
  checkTable(table);
  const fitted = Array.from({ length: table.width }, (_, column) => fitColumn(kind, columnOf(table, column)));
  return { kind, offset: fitted.map(({ offset }) => offset), scale: fitted.map(({ scale }) => scale) };
}

function fitColumn(kind: ColumnScalingKind, values: Float64Array): { offset: number; scale: number } {
  switch (kind) {
    case "none":
      return { offset: 0, scale: 1 };
    case "divide-by-100":
      return { offset: 0, scale: 100 };
    case "standardise":
      return unlessConstant(values, { offset: mean(values), scale: std(values) });
    case "robust": {
      const scale = (quantile(values, 0.95) - quantile(values, 0.05)) / NORMAL_WIDTH;
      return unlessConstant(values, { offset: median(values), scale });
    }
    default:
      throw new Error(`unknown column scaling: ${String(kind satisfies never)}`);
  }
}

function unlessConstant(
  values: Float64Array,
  fitted: { readonly offset: number; readonly scale: number },
): { offset: number; scale: number } {
  const [low, high] = range(values);
  const size = Math.max(Math.abs(low), Math.abs(high));
  return fitted.scale > RESOLUTION * size ? fitted : { offset: 0, scale: 1 };
}

/** [rows, width] in the owner's units → scaled. Throws when the values do not fill whole rows. */
export function scaleColumns(scaling: ColumnScaling, values: Float32Array): Float32Array<ArrayBuffer> {
  const { offset, scale } = sized(scaling, values);
  return Float32Array.from(values, (value, i) => {
    const column = i % scale.length;
    return (value - at(offset, column)) / at(scale, column);
  });
}

/** Scaled → the owner's units: the inverse of `scaleColumns`. */
export function unscaleColumns(scaling: ColumnScaling, values: Float32Array): Float32Array<ArrayBuffer> {
  const { offset, scale } = sized(scaling, values);
  return Float32Array.from(values, (value, i) => {
    const column = i % scale.length;
    return value * at(scale, column) + at(offset, column);
  });
}

function sized(scaling: ColumnScaling, { length }: Float32Array): ColumnScaling {
  const width = scaling.scale.length;
  if (length % width === 0) return scaling;
  throw new RangeError(`column scaling: expected rows of ${width}, got ${length} numbers; scale whole rows`);
}

function checkTable({ values, width }: FeatureTable): void {
  if (values.length === 0 || values.length % width !== 0) {
    throw new RangeError(
      `column scaling: expected whole rows of ${width} and at least one, got ${values.length} numbers; check the table`,
    );
  }
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  throw new Error(
    `column scaling: expected finite numbers, got ${at(values, bad)} in row ${Math.floor(bad / width)}, column ${bad % width}; mend or leave out the row`,
  );
}

function columnOf({ values, width }: FeatureTable, column: number): Float64Array {
  return Float64Array.from({ length: values.length / width }, (_, row) => at(values, row * width + column));
}
