import { TIME_STEPS, type Point, type Trajectory } from "../geometry/trajectory";
import { at } from "../math/at";
import { mean, median, quantile, std } from "../math/statistics";

/**
 * How metres become the numbers a model is asked for:
 * `none`; `divide-by-100` (the document's idea); `standardise` per axis over all steps; `standardise-steps` per axis
 * and step; `robust` per axis by median and 5–95 % range; `increments` (each row minus the one before, in metres).
 */
export type NormaliserKind =
  "none" | "divide-by-100" | "standardise" | "standardise-steps" | "robust" | "increments";

export const NORMALISERS: readonly NormaliserKind[] = [
  "none",
  "divide-by-100",
  "standardise",
  "standardise-steps",
  "robust",
  "increments",
];

/**
 * A fitted normaliser, plain JSON: z = (d − offset) / scale, where d is the row itself or, with `differences`, its
 * distance from the row before (row 0 from the ego's place). Offset and scale are metres, `[T, 2]`.
 */
export interface Normaliser {
  readonly kind: NormaliserKind;
  readonly differences: boolean;
  readonly offset: Trajectory;
  readonly scale: Trajectory;
}

/** Width of a standard normal between its 5 and 95 % quantiles: makes the robust scale comparable with a std. */
export const NORMAL_WIDTH = 3.289707253902945;
/** A scale below a micrometre is rounding: most cars drive straight, and dividing by that noise would explode. */
const LEAST_SCALE = 1e-6;

/** Fits a normaliser in float64. Pass the targets of the training split only. Throws when an axis to be scaled is constant. */
export function fitNormaliser(kind: NormaliserKind, targets: readonly Trajectory[]): Normaliser {
  const rows = at(targets, 0).length;
  const constant = (offset: Point, scale: Point): Normaliser => ({
    kind,
    differences: kind === "increments",
    offset: Array.from({ length: rows }, () => offset),
    scale: Array.from({ length: rows }, () => positive(kind, scale)),
  });
  const axis = (k: 0 | 1): Float64Array =>
    Float64Array.from(targets.flatMap((target) => target.map((p) => p[k])));
  switch (kind) {
    case "none":
    case "increments":
      return constant([0, 0], [1, 1]);
    case "divide-by-100":
      return constant([0, 0], [100, 100]);
    case "standardise":
      return constant([mean(axis(0)), mean(axis(1))], [std(axis(0)), std(axis(1))]);
    case "robust":
      return constant([median(axis(0)), median(axis(1))], [middleScale(axis(0)), middleScale(axis(1))]);
    case "standardise-steps":
      return perStep(kind, targets, rows);
    default:
      throw new Error(`unknown normaliser: ${String(kind satisfies never)}`);
  }
}

function perStep(kind: NormaliserKind, targets: readonly Trajectory[], rows: number): Normaliser {
  const column = (j: number, k: 0 | 1): number[] => targets.map((target) => at(target, j)[k]);
  const each = (of: (values: number[]) => number): Point[] =>
    Array.from({ length: rows }, (_, j) => [of(column(j, 0)), of(column(j, 1))] as const);
  return {
    kind,
    differences: false,
    offset: each(mean),
    scale: each(std).map((scale) => positive(kind, scale)),
  };
}

function middleScale(values: Float64Array): number {
  return (quantile(values, 0.95) - quantile(values, 0.05)) / NORMAL_WIDTH;
}

function positive(kind: NormaliserKind, scale: Point): Point {
  if (scale.every((value) => value > LEAST_SCALE && Number.isFinite(value))) return scale;
  throw new Error(
    `fitNormaliser(${kind}): expected targets that vary on both axes, got scale (${scale.join(", ")}) m; choose none or increments`,
  );
}

/** Metres → normalised units. */
export function normalise(normaliser: Normaliser, trajectory: Trajectory): Trajectory {
  const { differences, offset, scale } = sized(normaliser, trajectory);
  return trajectory.map(([x, y], j) => {
    const [bx, by] = differences && j > 0 ? at(trajectory, j - 1) : [0, 0];
    return [
      (x - bx - at(offset, j)[0]) / at(scale, j)[0],
      (y - by - at(offset, j)[1]) / at(scale, j)[1],
    ] as const;
  });
}

/** Normalised units → metres: the inverse of `normalise`. */
export function denormalise(normaliser: Normaliser, trajectory: Trajectory): Trajectory {
  const { differences, offset, scale } = sized(normaliser, trajectory);
  let [sumX, sumY] = [0, 0];
  return trajectory.map(([zx, zy], j) => {
    const x = zx * at(scale, j)[0] + at(offset, j)[0];
    const y = zy * at(scale, j)[1] + at(offset, j)[1];
    if (!differences) return [x, y] as const;
    sumX += x;
    sumY += y;
    return [sumX, sumY] as const;
  });
}

function sized(normaliser: Normaliser, trajectory: Trajectory): Normaliser {
  if (normaliser.offset.length !== trajectory.length) {
    throw new RangeError(`normaliser: expected ${normaliser.offset.length} rows, got ${trajectory.length}`);
  }
  return normaliser;
}

/** A normaliser read back from JSON; an error that names the field when it is not one. */
export function normaliserFromJson(value: unknown): Normaliser {
  const { kind, differences, offset, scale } = (value ?? {}) as Partial<Normaliser>;
  const wrong = (field: string, expected: string, got: unknown): Error =>
    new Error(`normaliser, ${field}: expected ${expected}, got ${JSON.stringify(got)}; fit it again`);
  if (!NORMALISERS.some((known) => known === kind)) throw wrong("kind", NORMALISERS.join(", "), kind);
  if (typeof differences !== "boolean") throw wrong("differences", "true or false", differences);
  if (!isTrajectory(offset)) throw wrong("offset", `${TIME_STEPS} pairs of finite numbers`, offset);
  if (!isTrajectory(scale) || scale.length !== offset.length || scale.flat().some((entry) => entry <= 0)) {
    throw wrong("scale", `${offset.length} pairs of positive numbers`, scale);
  }
  return { kind: kind as NormaliserKind, differences, offset, scale };
}

function isTrajectory(value: unknown): value is Trajectory {
  const isPoint = (row: unknown): boolean =>
    Array.isArray(row) && row.length === 2 && row.every((entry) => Number.isFinite(entry));
  return Array.isArray(value) && value.length > 0 && value.every(isPoint);
}
