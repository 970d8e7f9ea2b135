import { type Trajectory } from "../../geometry/trajectory";
import { at } from "../../math/at";
import { quantile } from "../../math/statistics";
import { skipped, stepSecondsOf, verdict, type AuditInput, type Check } from "./check";
import { targetForm } from "./targetForm";
import { THRESHOLDS } from "./thresholds";

/** Slower steps than this have no ratio, and fewer samples prove nothing. */
const MOVING_SPEED = 1; // m/s
const MIN_SAMPLES = 10;

/** The way from (0, 0) to the first row beside the way to the second: quartiles over the samples that move. */
interface FirstStep {
  readonly samples: number;
  readonly low: number;
  readonly high: number;
}

function firstStep(input: AuditInput): FirstStep | undefined {
  const ratios = input.samples.flatMap(({ target }) => ratioOf(target, MOVING_SPEED * stepSecondsOf(input)));
  if (ratios.length < MIN_SAMPLES) return undefined;
  return { samples: ratios.length, low: quantile(ratios, 0.25), high: quantile(ratios, 0.75) };
}

function ratioOf(target: Trajectory, slowest: number): number[] {
  const [[x0, y0], second] = [at(target, 0), target[1]];
  if (second === undefined) return [];
  const step = Math.hypot(second[0] - x0, second[1] - y0);
  return step > slowest ? [Math.hypot(x0, y0) / step] : [];
}

/** What the first row is: one step ahead, the start itself, or later than one step; `undefined` when it cannot be told. */
export function firstRowIs(input: AuditInput): "step" | "start" | "late" | undefined {
  const ratio = firstStep(input);
  if (ratio === undefined) return undefined;
  const off = THRESHOLDS.firstStepOff.value;
  return ratio.high < 1 - off ? "start" : ratio.low > 1 + off ? "late" : "step";
}

/** Row 1 lies one step from the start: t = 0 is no row, and no row is skipped. */
export const firstRow: Check = (input) => {
  const form = targetForm(input);
  const ratio = firstStep(input);
  if (ratio === undefined || form === "increments" || form === "short")
    return skipped("first-row", `positions of ${MIN_SAMPLES} samples that move`);
  const is = firstRowIs(input);
  const rows = at(input.samples, 0).target.length;
  const zeros = input.samples.filter(({ target }) => Math.hypot(...at(target, 0)) === 0).length;
  const middle = (ratio.low + ratio.high) / 2;
  const late = (middle * stepSecondsOf(input)).toFixed(1);
  const what = {
    step: `the first row lies ${middle.toFixed(2)} steps from the start`,
    start: `the first row is (0, 0) in ${zeros} of ${input.samples.length} samples: t = 0 is among the ${rows} rows`,
    late: `the first row lies ${middle.toFixed(1)} steps from the start, about ${late} s ahead and not ${stepSecondsOf(input)} s`,
  };
  return verdict({
    check: "first-row",
    wrong: is !== "step",
    message: what[is ?? "step"],
    evidence: { stepsLow: ratio.low, stepsHigh: ratio.high, samples: ratio.samples, zeros },
    remedy:
      is === "start"
        ? "Leave out the first row: it is known, and every row after it is one step earlier than it seems."
        : "Cut the rows from one step after the start, in its frame: these are of a later row or another origin.",
  });
};
