import { type Point, type Trajectory } from "../../geometry/trajectory";
import { at } from "../../math/at";
import { mean } from "../../math/statistics";
import { paceOf } from "../pace";
import { oncePerInput, stepSecondsOf, type AuditedSample, type AuditInput } from "./check";
import { THRESHOLDS } from "./thresholds";

/**
 * What the rows of a set of targets are, so that one fault is not reported as many others: one and the same target,
 * steps between positions, positions in another unit (none moves, or all go smoothly too fast), or positions in metres.
 */
export type TargetForm = "same" | "increments" | "short" | "fast" | "positions";

/** The form of the targets, the simplest fault first. */
export const targetForm = oncePerInput((input: AuditInput): TargetForm => {
  const targets = input.samples.map(({ target }) => target);
  if (targets.length > 1 && sameShare(input).share > THRESHOLDS.sameShare.value) return "same";
  if (lookLikeSteps(targets, THRESHOLDS.topSpeed.value * stepSecondsOf(input))) return "increments";
  if (fastestMean(input).speed < THRESHOLDS.slowestSet.value) return "short";
  const { metersPerStep, smooth } = paceOf(targets);
  return smooth && metersPerStep > THRESHOLDS.topSpeed.value * stepSecondsOf(input) ? "fast" : "positions";
});

/** The samples with the target that most have to the last digit, and their share. Ends are compared first, it is faster. */
export function sameShare({ samples }: AuditInput): {
  readonly share: number;
  readonly ids: readonly string[];
} {
  const alike = new Map<string, AuditedSample[]>();
  for (const sample of samples) {
    const { target } = sample;
    const key = `${at(target, 0).join(" ")} ${at(target, target.length - 1).join(" ")}`;
    const group = alike.get(key);
    if (group === undefined) alike.set(key, [sample]);
    else group.push(sample);
  }
  const [first, ...rest] = [...alike.values()].reduce((a, b) => (b.length > a.length ? b : a), []);
  const same = rest.filter(({ target }) => String(target) === String(first?.target));
  const ids = [...(first === undefined ? [] : [first]), ...same].map(({ id }) => id);
  return { share: ids.length / samples.length, ids };
}

/** The sample that gets furthest from its start, and its mean speed to the last row, m/s. */
export function fastestMean(input: AuditInput): { readonly id: string; readonly speed: number } {
  const seconds = stepSecondsOf(input);
  return input.samples
    .map(({ id, target }) => ({ id, speed: lengthOf(lastOf(target)) / (target.length * seconds) }))
    .reduce((a, b) => (b.speed > a.speed ? b : a));
}

/** How distances grow from the first row to the last, T: the exponent e in T^e; NaN when nothing moves. */
export function growth(targets: readonly Trajectory[]): number {
  const first = mean(targets.map((target) => lengthOf(at(target, 0))));
  const last = mean(targets.map((target) => lengthOf(lastOf(target))));
  return Math.log(last / first) / Math.log(at(targets, 0).length);
}

/** Fewer rows than this do not show growth. */
const MIN_ROWS = 4;
/** Rows of steps differ from their neighbours by less than this share of their size, and point forward by more. */
const ALIKE = 0.5;

/** Whether rows are steps: none longer than a car goes in one, alike their neighbours, forward, and not growing. */
function lookLikeSteps(targets: readonly Trajectory[], longest: number): boolean {
  if (at(targets, 0).length < MIN_ROWS || !(growth(targets) < THRESHOLDS.growth.value)) return false;
  let [size, change, forward, beyond] = [0, 0, 0, 0];
  for (const rows of targets) {
    for (let j = 1; j < rows.length; j++) {
      const [[x0, y0], [x, y]] = [at(rows, j - 1), at(rows, j)];
      const length = Math.hypot(x, y);
      if (length > longest) beyond++;
      size += length;
      change += Math.hypot(x - x0, y - y0);
      forward += x;
    }
  }
  return beyond === 0 && change < ALIKE * size && forward > ALIKE * size;
}

function lastOf(target: Trajectory): Point {
  return at(target, target.length - 1);
}

function lengthOf([x, y]: Point): number {
  return Math.hypot(x, y);
}
