import { type Point, type Trajectory } from "../../geometry/trajectory";
import { at } from "../../math/at";
import { wholePower } from "../../math/wholePower";
import { percent, verdict, withStart, type AuditInput, type Check } from "./check";
import { THRESHOLDS } from "./thresholds";

/** Rows between the points of a difference quotient: 0.5 s, so that millimetres of noise do not look like braking. */
const LAG = 5;
const LAG_SECONDS = 0.5;

/** No step is longer than a car can go in 0.1 s. */
export const stepLength: Check = (input) =>
  worst(input, {
    check: "step-length",
    measure: (target) => largest(withStart(target), 1, ([a, b]) => distance(b, a)),
    limit: THRESHOLDS.stepMeters.value,
    unit: "m in 0.1 s",
    share: 0,
    remedy: "Follow one car through time stamps instead of taking an object per frame.",
  });

/** No acceleration over 0.5 s beyond what tyres hold: |p(t+h) − 2 p(t) + p(t−h)| / h². */
export const acceleration: Check = (input) =>
  worst(input, {
    check: "acceleration",
    measure: (target) =>
      largest(withStart(target), 2, ([a, b, c]) =>
        Math.hypot(c[0] - 2 * b[0] + a[0], c[1] - 2 * b[1] + a[1]),
      ) /
      LAG_SECONDS ** 2,
    limit: THRESHOLDS.accelerationLimit.value,
    unit: "m/s²",
    share: THRESHOLDS.impossibleShare.value,
    remedy: "Look at the named samples: the labelled car changes or the time stamps are wrong.",
  });

/** No jerk over 0.5 s beyond what a driver can cause: the third difference over h³. */
export const jerk: Check = (input) =>
  worst(input, {
    check: "jerk",
    measure: (target) =>
      largest(withStart(target), 3, ([a, b, c, d]) =>
        Math.hypot(d[0] - 3 * c[0] + 3 * b[0] - a[0], d[1] - 3 * c[1] + 3 * b[1] - a[1]),
      ) / wholePower(LAG_SECONDS, 3),
    limit: THRESHOLDS.jerkLimit.value,
    unit: "m/s³",
    share: THRESHOLDS.impossibleShare.value,
    remedy: "Look at the named samples: the labelled car changes or the time stamps are wrong.",
  });

/** Trajectories do not end behind their start. */
export const behindStart: Check = ({ samples }) => {
  const ends = samples.map(({ id, target }) => ({ id, x: at(target, target.length - 1)[0] }));
  const behind = ends.filter(({ x }) => x < -THRESHOLDS.behindMeters.value).sort((a, b) => a.x - b.x);
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

interface Limit {
  readonly check: string;
  readonly measure: (target: Trajectory) => number;
  readonly limit: number;
  readonly unit: string;
  /** Share of samples that may be beyond the limit. */
  readonly share: number;
  readonly remedy: string;
}

function worst(
  { samples }: AuditInput,
  { check, measure, limit, unit, share, remedy }: Limit,
): ReturnType<Check> {
  const measured = samples.map(({ id, target }) => ({ id, value: measure(target) }));
  const beyond = measured.filter(({ value }) => !(value <= limit)).sort((a, b) => b.value - a.value);
  const largestValue = measured.reduce((top, { value }) => (value <= top ? top : value), 0);
  const found = beyond.length / measured.length;
  return verdict({
    check,
    wrong: found > share,
    message: `largest ${largestValue.toPrecision(3)} ${unit}, ${percent(found)} of the samples beyond ${limit} ${unit}`,
    evidence: { largest: largestValue, share: found, limit },
    look: beyond.map(({ id }) => id),
    remedy,
  });
}

type Difference = (points: readonly [Point, Point, Point, Point]) => number;

/** The largest value of a difference of `order`: neighbouring rows for order 1, rows 0.5 s apart above. */
function largest(rows: Trajectory, order: 1 | 2 | 3, difference: Difference): number {
  const lag = order === 1 ? 1 : LAG;
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
