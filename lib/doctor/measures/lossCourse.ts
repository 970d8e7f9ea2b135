import { median, quantile } from "../../math/statistics";
import { type Curve, type CurveRole, type Evidence } from "../evidence";
import { levelJump } from "./levelJump";
import { onceFor } from "./onceFor";

/** How a logged quantity went: levels, and how far one point strays from its neighbours. */
export interface Course {
  readonly name: string;
  readonly x: Curve["x"];
  /** As logged; NaN and infinities among them. */
  readonly values: readonly number[];
  readonly finite: readonly number[];
  readonly notFinite: number;
  readonly first: number;
  /** Median of the last fifth, and the standard error of it. */
  readonly end: number;
  readonly endError: number;
  readonly best: number;
  /** Standard deviation of one point around a line through its neighbours, from second differences. */
  readonly noise: number;
  /** (first − end) / |first|: 0 nothing learnt, 1 all of it. */
  readonly drop: number;
  readonly dropError: number;
  /** Fall from the fifth before the last one to the last, as a share of the whole fall so far. */
  readonly lateFall: number;
  /** Its own standard error. */
  readonly lateFallError: number;
}

/**
 * Which of the second differences is taken for noise: below the middle, since a single point that leaps makes three of
 * them large. Two fifths of normal ones are smaller than .5244 σ, and theirs is √6 times that of one point.
 */
const CALM_SHARE = 0.4;
const SECOND_DIFFERENCE = 0.5244 * Math.sqrt(6);
/** A median is 1.2533 times less exact than a mean. */
const MEDIAN_LOSS = 1.2533;

const valuesOf = ({ values }: Curve): number[] => values.map(Number);

/** Curves of one role, in the order they were found. */
export function curvesOf(evidence: Evidence, role: CurveRole): Curve[] {
  return (evidence.curves ?? []).filter((curve) => curve.role === role);
}

/**
 * The course of the first curve of a role; undefined without one or without a finite number in it. Where a file holds
 * several runs, or a loss that changes its meaning on the way, the longest piece alone: the others are another curve.
 */
export function courseOf(evidence: Evidence, role: CurveRole): Course | undefined {
  const [curve] = curvesOf(evidence, role);
  if (curve === undefined) return undefined;
  const jump = role.endsWith("loss") ? levelJump(evidence) : undefined;
  const cut = jump?.both === true ? curvesOf(evidence, "train-loss")[0]?.at[jump.place] : undefined;
  return courseOfCurve(longestPiece(curve, cut));
}

const pieces = new WeakMap<Curve, Curve>();

/** The longest piece of a curve that goes forward only, and does not cross `cut`. */
function longestPiece(curve: Curve, cut = NaN): Curve {
  const known = pieces.get(curve);
  if (known !== undefined) return known;
  const { at, values } = curve;
  const breaks = at.flatMap((x, i) => {
    const before = at[i - 1] ?? x;
    return i > 0 && (x <= before || (before < cut && x >= cut)) ? [i] : [];
  });
  const ends = [0, ...breaks, at.length];
  const [from, to] = ends
    .slice(1)
    .map((end, i): [number, number] => [ends[i] ?? 0, end])
    .reduce((a, b) => (b[1] - b[0] > a[1] - a[0] ? b : a));
  const piece =
    breaks.length === 0 ? curve : { ...curve, at: at.slice(from, to), values: values.slice(from, to) };
  pieces.set(curve, piece);
  return piece;
}

/** The course of one curve; undefined without a finite number. */
export const courseOfCurve = onceFor((curve: Curve): Course | undefined => {
  const values = valuesOf(curve);
  const finite = values.filter(Number.isFinite);
  const [first] = finite;
  if (first === undefined) return undefined;
  const fifth = Math.ceil(finite.length / 5);
  const noise = noiseOf(finite);
  const end = median(finite.slice(-fifth));
  const error = (count: number): number => (count > 2 ? MEDIAN_LOSS : 1) * (noise / Math.sqrt(count));
  const before = median(
    finite.slice(-2 * fifth, -fifth).length > 0 ? finite.slice(-2 * fifth, -fifth) : finite,
  );
  const fall = Math.abs(first - end);
  return {
    name: curve.name,
    x: curve.x,
    values,
    finite,
    notFinite: values.length - finite.length,
    first,
    end,
    endError: error(fifth),
    best: finite.reduce((best, value) => Math.min(best, value), first),
    noise,
    drop: (first - end) / Math.abs(first),
    dropError: Math.hypot(noise, error(fifth)) / Math.abs(first),
    lateFall: fall === 0 ? 0 : (before - end) / fall,
    lateFallError: fall === 0 ? 0 : (Math.SQRT2 * error(fifth)) / fall,
  };
});

/** The steep start of a loss is no noise: the first point is left out, of many the first quarter. */
function calmPart(values: readonly number[]): readonly number[] {
  if (values.length > 8) return values.slice(Math.floor(values.length / 4));
  return values.length > 3 ? values.slice(1) : values;
}

function noiseOf(values: readonly number[]): number {
  const calm = calmPart(values);
  const bends = calm
    .slice(2)
    .map((value, i) => Math.abs(value - 2 * (calm[i + 1] ?? NaN) + (calm[i] ?? NaN)));
  return bends.length === 0 ? 0 : quantile(bends, CALM_SHARE) / SECOND_DIFFERENCE;
}

/** The training loss, else the validation loss: what says whether anything was learnt. */
export function lossCourse(evidence: Evidence): Course | undefined {
  return courseOf(evidence, "train-loss") ?? courseOf(evidence, "validation-loss");
}
