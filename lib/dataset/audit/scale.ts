import { type Trajectory } from "../../geometry/trajectory";
import { meanTrajectory } from "../../geometry/baselines";
import { at } from "../../math/at";
import { numberText } from "../../math/numberText";
import { median, quantile, range, std, mean } from "../../math/statistics";
import { percent, placed, skipped, stepSecondsOf, verdict, type Check } from "./check";
import { countStretches, MIN_STRETCHES, stretchesNeeded } from "./stretches";
import { THRESHOLDS } from "./thresholds";

/** What one axis looks like over all samples and steps, metres. */
export interface AxisStatistics {
  readonly range: readonly [number, number];
  readonly mean: number;
  readonly std: number;
  readonly median: number;
  /** First and third quartile. */
  readonly quartiles: readonly [number, number];
  /** Standard deviation at every time step. */
  readonly stdPerStep: readonly number[];
}

/** Statistics of both axes in float64: `[x, y]`. Throws on an empty list. */
export function targetStatistics(targets: readonly Trajectory[]): readonly [AxisStatistics, AxisStatistics] {
  const axis = (k: 0 | 1): AxisStatistics => {
    const values = Float64Array.from(targets.flatMap((target) => target.map((point) => point[k])));
    return {
      range: range(values),
      mean: mean(values),
      std: std(values),
      median: median(values),
      quartiles: [quantile(values, 0.25), quantile(values, 0.75)],
      stdPerStep: at(targets, 0).map((_, j) => std(targets.map((target) => at(target, j)[k]))),
    };
  };
  return [axis(0), axis(1)];
}

/** Ranges and spreads are those of a car's next seconds. */
export const statistics: Check = (input) => {
  const { samples } = input;
  const targets = samples.map(({ target }) => target);
  const [x, y] = targetStatistics(targets);
  const reach = THRESHOLDS.topSpeed.value * stepSecondsOf(input) * at(targets, 0).length;
  const far = samples.filter(({ target }) => target.some((point) => !(Math.hypot(...point) <= reach)));
  const show = ({ range: [low, high], std: spread }: AxisStatistics): string =>
    `[${low.toFixed(1)}, ${high.toFixed(1)}] m, std ${spread.toFixed(1)}`;
  return verdict({
    check: "statistics",
    wrong: far.length > 0,
    message: `x in ${show(x)}; y in ${show(y)}; ${far.length} samples reach beyond ${numberText(reach, 4)} m`,
    evidence: {
      xLow: x.range[0],
      xHigh: x.range[1],
      xStd: x.std,
      yLow: y.range[0],
      yHigh: y.range[1],
      yStd: y.std,
    },
    look: far.map(({ id }) => id),
    remedy: "Check the unit (metres), the frame (ego, not world) and whose path it is.",
  });
};

/** A twentieth of fewer samples is too few to carry anything. */
const MIN_SAMPLES = 40;

/** No few samples carry the squared error. */
export const outliers: Check = (input) => {
  const { samples } = input;
  if (samples.length < MIN_SAMPLES) return skipped("outliers", `${MIN_SAMPLES} samples`);
  const known = placed(input);
  const stretches = countStretches(known);
  if (known.length > 0 && stretches < MIN_STRETCHES) return skipped("outliers", stretchesNeeded(stretches));
  const targets = samples.map(({ target }) => target);
  const centre = meanTrajectory(targets);
  const errors = samples
    .map(({ id, target }) => ({ id, squared: squaredDistance(target, centre) }))
    .sort((a, b) => b.squared - a.squared);
  const worst = errors.slice(0, Math.ceil(errors.length / 20));
  const sum = (of: typeof errors): number => of.reduce((all, { squared }) => all + squared, 0);
  const total = sum(errors);
  if (total === 0) return skipped("outliers", "targets that differ");
  const share = sum(worst) / total;
  return verdict({
    check: "outliers",
    wrong: share > THRESHOLDS.heavyShare.value,
    message: `the worst 5 % of the samples carry ${percent(share)} of the squared error around the mean trajectory`,
    evidence: { share },
    look: worst.map(({ id }) => id),
    remedy: "Look at them before choosing a loss: remove what is wrong, keep what is rare.",
  });
};

function squaredDistance(target: Trajectory, centre: Trajectory): number {
  return target.reduce(
    (sum, [x, y], j) => sum + (x - at(centre, j)[0]) ** 2 + (y - at(centre, j)[1]) ** 2,
    0,
  );
}

/** Above this spread a freshly initialised output (about ±1) is far from the targets. */
const UNIT_STD = 3;

/** Whether targets need normalising, by which statistics, and the range that results. Advice: never wrong by itself. */
export const normalisation: Check = ({ samples }) => {
  const [x, y] = targetStatistics(samples.map(({ target }) => target));
  const needed = Math.max(x.std, y.std) > UNIT_STD;
  const steps = samples.flatMap(({ target }) => range(increments(target)));
  const listed = [
    `divide-by-100 → ${interval([...x.range, ...y.range].map((metres) => metres / 100))}`,
    ...(x.std > 0 && y.std > 0
      ? [
          `standardise → ${interval([x, y].flatMap((axis) => axis.range.map((metres) => (metres - axis.mean) / axis.std)))}`,
        ]
      : []),
    `increments → ${interval(steps)}`,
  ];
  return {
    kind: "clear",
    check: "normalisation",
    message: `${needed ? "needed" : "not needed"}: mean (${x.mean.toFixed(1)}, ${y.mean.toFixed(1)}), std (${x.std.toFixed(1)}, ${y.std.toFixed(1)}) m; ${listed.join("; ")}`,
    evidence: { xMean: x.mean, yMean: y.mean, xStd: x.std, yStd: y.std },
  };
};

function interval(values: readonly number[]): string {
  const [low, high] = range(values);
  return `[${low.toFixed(1)}, ${high.toFixed(1)}]`;
}

/** Both coordinates of every step, the first from the start. */
function increments(target: Trajectory): number[] {
  return target.flatMap(([x, y], j) => {
    const [x0, y0] = target[j - 1] ?? [0, 0];
    return [x - x0, y - y0];
  });
}
