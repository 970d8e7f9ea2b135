import { valueCounts, type ValueCounts } from "../math/valueCounts";
import { type Inside, type TrainStep } from "../steps/trainStep";

/** The network's values layer by layer around one update. */
export interface HistogramPoint {
  /** Updates done before it. */
  readonly update: number;
  /** By stage, before the update: evaluation mode, on the rows of `stageFacts`. */
  readonly activations: Readonly<Record<string, ValueCounts>>;
  /** By weight matrix: the update's gradient before clipping. */
  readonly gradients: Readonly<Record<string, ValueCounts>>;
}

/** The updates that histograms are kept of: the first, the middle and the last, each once. */
export function histogramUpdates(totalUpdates: number): ReadonlySet<number> {
  return new Set(totalUpdates === 0 ? [] : [0, Math.floor((totalUpdates - 1) / 2), totalUpdates - 1]);
}

/** Counts of every stage's values. */
export function activationCounts({
  activations,
}: Pick<Inside, "activations">): HistogramPoint["activations"] {
  return mapValues(activations, (values) => valueCounts(values));
}

/** Counts of the pending gradient of every weight matrix; biases and LayerNorms have too few numbers to show. */
export function gradientCounts(step: TrainStep): HistogramPoint["gradients"] {
  const gradients = step.gradients();
  const matrices = step.parameters.filter(({ shape }) => shape.length > 1);
  return Object.fromEntries(
    matrices.map(({ name }) => [name, valueCounts(gradients[name] ?? new Float32Array())]),
  );
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, of: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, of(value)]));
}
