import { type Evidence } from "../evidence";
import { courseOf, curvesOf } from "./lossCourse";
import { updatesOf } from "./updates";

/** Momentum of .9 makes a step ten times as long; one without it, 1. */
const momentumGain = (momentum: number): number => 1 / (1 - momentum);

/**
 * By how much the loss could fall over the run if the gradient stayed what it was: Σ step · gradient, where a plain step
 * is rate · gradient (clipped) and Adam's about the rate, less where epsilon is larger than the gradient. As a share of
 * the loss of knowing nothing. undefined unless rate, gradient norms, rows and batches are known.
 */
export function expectedFall(evidence: Evidence): number | undefined {
  const { settings, data, start } = evidence;
  const gradients = courseOf(evidence, "gradient-norm")?.values;
  const rates = curvesOf(evidence, "learning-rate")[0]?.values.map(Number);
  const run = settings === undefined ? undefined : updatesOf(settings, data?.trainRows);
  const nothing = data?.lossOfBestConstant ?? start?.loss;
  const optimizer = settings?.optimizer;
  if (gradients === undefined || run === undefined || optimizer === undefined || nothing === undefined)
    return undefined;
  const each = run.updates / gradients.length;
  const fall = gradients.reduce((sum, gradient, i) => {
    const rate = rates?.[i] ?? run.way / run.updates;
    return sum + each * rate * stepOf(optimizer, gradient) * gradient;
  }, 0);
  return fall / nothing;
}

/** Length of a step of rate 1. */
function stepOf(
  {
    name,
    clipNorm = Infinity,
    momentum = 0.9,
    epsilon = 1e-8,
  }: NonNullable<NonNullable<Evidence["settings"]>["optimizer"]>,
  gradient: number,
): number {
  const clipped = Math.min(gradient, clipNorm);
  if (name === "sgd") return clipped;
  if (name === "momentum") return clipped * momentumGain(momentum);
  return gradient === 0 ? 0 : clipped / (clipped + epsilon);
}
