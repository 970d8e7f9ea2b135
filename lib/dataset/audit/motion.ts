import { type Point, type Trajectory } from "../../geometry/trajectory";
import { wrapAngle } from "../../geometry/egoFrame";
import { at } from "../../math/at";
import { numberText } from "../../math/numberText";
import { wholePower } from "../../math/wholePower";
import { percent, rowsIn, skipped, stepSecondsOf, verdict, type AuditInput, type Check } from "./check";
import { drivenRows, POSITIONS } from "./drivenRows";
import { THRESHOLDS } from "./thresholds";

/** Between the points of a difference quotient, so that millimetres of noise do not look like braking; one row at least. */
const LAG_SECONDS = 0.5;

/** No step needs more speed than a car has. */
export const stepLength: Check = (input) =>
  worst(input, {
    check: "step-length",
    order: 1,
    difference: ([a, b]) => distance(b, a),
    limit: THRESHOLDS.topSpeed.value,
    unit: "m/s",
    share: 0,
    remedy: "Follow one car through time stamps instead of taking an object per frame.",
  });

/** No acceleration over 0.5 s beyond what tyres hold: |p(t+h) − 2 p(t) + p(t−h)| / h². */
export const acceleration: Check = (input) =>
  worst(input, {
    check: "acceleration",
    order: 2,
    difference: ([a, b, c]) => Math.hypot(c[0] - 2 * b[0] + a[0], c[1] - 2 * b[1] + a[1]),
    limit: THRESHOLDS.accelerationLimit.value,
    unit: "m/s²",
    share: THRESHOLDS.impossibleShare.value,
    remedy: "Look at the named samples: the labelled car changes or the time stamps are wrong.",
  });

/** No jerk over 0.5 s beyond what a driver can cause: the third difference over h³. */
export const jerk: Check = (input) =>
  worst(input, {
    check: "jerk",
    order: 3,
    difference: ([a, b, c, d]) =>
      Math.hypot(d[0] - 3 * c[0] + 3 * b[0] - a[0], d[1] - 3 * c[1] + 3 * b[1] - a[1]),
    limit: THRESHOLDS.jerkLimit.value,
    unit: "m/s³",
    share: THRESHOLDS.impossibleShare.value,
    remedy: "Look at the named samples: the labelled car changes or the time stamps are wrong.",
  });

/** Trajectories do not end behind their start, unless the car turned round on its way. */
export const behindStart: Check = (input) => {
  const driven = drivenRows(input);
  if (driven === undefined) return skipped("behind-start", POSITIONS);
  const ends = driven.map(({ id, rows }) => ({ id, rows, x: at(rows, rows.length - 1)[0] }));
  const behind = ends
    .filter(
      ({ x, rows }) => x < -THRESHOLDS.behindMeters.value && !turnsRound(rows, rowsIn(LAG_SECONDS, input)),
    )
    .sort((a, b) => a.x - b.x);
  const share = behind.length / ends.length;
  return verdict({
    check: "behind-start",
    wrong: share > THRESHOLDS.behindShare.value,
    message: `${percent(share)} of the samples end more than ${THRESHOLDS.behindMeters.value} m behind their start`,
    evidence: { share, farthestMeters: Math.min(...ends.map(({ x }) => x)) },
    look: behind.map(({ id }) => id),
    remedy: "Take the heading from the ego pose and the path from the same vehicle.",
  });
};

/** A U-turn in 4.5 s turns by 20° in 0.5 s, a wrong heading or another car by any angle. */
const CURVE = Math.PI / 3;
/** A way shorter than this has no direction. */
const DIRECTED_METERS = 0.5;

/** Whether a path leaves forwards and turns no faster than a car can, rows `lag` apart. */
function turnsRound(rows: Trajectory, lag: number): boolean {
  let heading = 0;
  let from = at(rows, 0);
  for (let j = lag; j < rows.length; j += lag) {
    const [x, y] = at(rows, j);
    if (distance([x, y], from) < DIRECTED_METERS) continue;
    const next = Math.atan2(y - from[1], x - from[0]);
    if (Math.abs(wrapAngle(next - heading)) > CURVE) return false;
    [heading, from] = [next, [x, y]];
  }
  return true;
}

interface Limit {
  readonly check: string;
  /** Order of the difference quotient: speed, acceleration, jerk. */
  readonly order: 1 | 2 | 3;
  readonly difference: Difference;
  readonly limit: number;
  readonly unit: string;
  /** Share of samples that may be beyond the limit. */
  readonly share: number;
  readonly remedy: string;
}

function worst(
  input: AuditInput,
  { check, order, difference, limit, unit, share, remedy }: Limit,
): ReturnType<Check> {
  const driven = drivenRows(input);
  if (driven === undefined) return skipped(check, POSITIONS);
  const lag = order === 1 ? 1 : rowsIn(LAG_SECONDS, input);
  const per = wholePower(lag * stepSecondsOf(input), order);
  const measured = driven.map(({ id, rows }) => ({ id, value: largest(rows, order, lag, difference) / per }));
  const beyond = measured.filter(({ value }) => !(value <= limit)).sort((a, b) => b.value - a.value);
  const largestValue = measured.reduce((top, { value }) => (value <= top ? top : value), 0);
  const found = beyond.length / measured.length;
  return verdict({
    check,
    wrong: found > share,
    message: `largest ${numberText(largestValue, 3)} ${unit}, ${percent(found)} of the samples beyond ${limit} ${unit}`,
    evidence: { largest: largestValue, share: found, limit },
    look: beyond.map(({ id }) => id),
    remedy,
  });
}

type Difference = (points: readonly [Point, Point, Point, Point]) => number;

/** The largest value of a difference of `order` between rows `lag` apart. */
function largest(rows: Trajectory, order: 1 | 2 | 3, lag: number, difference: Difference): number {
  let top = 0;
  for (let j = 0; j + order * lag < rows.length; j++) {
    const point = (k: number): Point => at(rows, j + Math.min(k, order) * lag);
    const value = difference([point(0), point(1), point(2), point(3)]);
    if (!(value <= top)) top = value;
  }
  return top;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
