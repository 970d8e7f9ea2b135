import { expect } from "vitest";
import { at } from "../../../lib/math/at";
import { splitRng } from "../../../lib/math/rng";
import { initialise } from "../../../lib/model/initialise";
import { type Weights } from "../../../lib/model/parameters";
import { inputWidth, teacherParameters } from "../../../lib/model/teacher";
import { createDenseStep, type DenseStepOptions } from "../../../lib/steps/dense/denseStep";
import { dropoutMasks } from "../../../lib/steps/dropoutMasks";
import { type Batch, type StepOptions, type StepState, type TrainStep } from "../../../lib/steps/trainStep";

export const NEW: StepOptions = {
  hidden: 24,
  fusion: "after",
  loss: "mse",
  beta: 1,
  optimizer: "adamw",
  weightDecay: 0.01,
  clipNorm: 1,
};

export const OLD: StepOptions = { ...NEW, fusion: "before", loss: "smooth-l1", beta: 0.5 };

export const weightsOf = (options: StepOptions): Weights =>
  initialise(teacherParameters(options), "after", 3);

/** `count` batches of the given sizes in turn, features and targets N(0, 1), masks as in a run. */
export function batchesOf(options: StepOptions, sizes: readonly number[], count: number): Batch[] {
  const { hidden, fusion } = options;
  const width = inputWidth(options);
  const rng = splitRng(5, "batches");
  return Array.from({ length: count }, (_, i) => {
    const size = at(sizes, i % sizes.length);
    return {
      size,
      input: { kind: "features", values: Float32Array.from({ length: size * width }, () => rng.normal()) },
      target: Float32Array.from({ length: size * 90 }, () => 2 * rng.normal()),
      masks: dropoutMasks(7, i, { rows: size, hidden, fusion }),
    };
  });
}

interface Curves {
  readonly losses: number[];
  readonly norms: number[];
}

/** Trains with `accumulation` micro-batches an update and a rate that falls. */
export function train(step: TrainStep, batches: readonly Batch[], accumulation = 1): Curves {
  const losses: number[] = [];
  const norms: number[] = [];
  batches.forEach((batch, i) => {
    losses.push(step.forward(batch).loss);
    step.backward(1 / accumulation);
    if ((i + 1) % accumulation !== 0 && i + 1 < batches.length) return;
    norms.push(step.update({ head: 1e-3 * (1 - i / (2 * batches.length)), backbone: 0 }).gradientNorm);
  });
  return { losses, norms };
}

/** Largest |a − b| relative to max(1, |b|). */
export function worst(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  return Array.from(expected).reduce(
    (largest, value, i) => Math.max(largest, Math.abs(at(actual, i) - value) / Math.max(1, Math.abs(value))),
    0,
  );
}

/** A whole training under some engine: its curves and the state it ends in. */
export function finalState(
  options: StepOptions,
  engine: DenseStepOptions,
  batches: readonly Batch[],
  accumulation = 1,
): Curves & { readonly state: StepState } {
  const step = createDenseStep(options, weightsOf(options), engine);
  const curves = train(step, batches, accumulation);
  const state = step.save();
  step.dispose();
  return { ...curves, state };
}
