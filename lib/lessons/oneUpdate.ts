import { at } from "../math/at";
import { type TrainingConfig } from "../training/config";
import { createHeadStep } from "../training/headStep";
import { flatten, type TrainingData } from "../training/trainingData";

/** What one update did to the head. */
export interface OneUpdate {
  /** Of the accumulated gradient, before clipping. */
  readonly gradientNorm: number;
  /** All weights after it, one behind the other. */
  readonly weights: Float32Array;
}

/**
 * The first update of a frozen run on some training rows, targets in metres, without dropout: the rows go
 * through in micro-batches of `config.batchSize`, each gradient divided by `config.accumulation` as in training.
 */
export function oneUpdate(
  config: TrainingConfig,
  { train }: TrainingData,
  rows: readonly number[],
): OneUpdate {
  const step = createHeadStep(config, 1);
  try {
    for (let from = 0; from < rows.length; from += config.batchSize) {
      const part = rows.slice(from, from + config.batchSize);
      const target = flatten(part.map((row) => at(train.targets, row))); // [B, 90]
      step.forward({ size: part.length, input: train.input(part), target, masks: {} });
      step.backward(1 / config.accumulation);
    }
    const { gradientNorm } = step.update({ head: config.headLearningRate, backbone: 0 });
    return { gradientNorm, weights: joined(Object.values(step.save().weights)) };
  } finally {
    step.dispose();
  }
}

function joined(tables: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(tables.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const table of tables) {
    all.set(table, place);
    place += table.length;
  }
  return all;
}
