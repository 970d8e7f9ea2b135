import { type TrainingConfig } from "../training/config";
import { createHeadStep } from "../training/headStep";
import { type TrainingData } from "../training/trainingData";

/** What one update does to all weights together, L2 norms. */
export interface FirstUpdate {
  /** Before clipping. */
  readonly gradientNorm: number;
  /** Of the change made to the weights. */
  readonly updateNorm: number;
}

/** Training rows that the update looks at. */
const ROWS = 16;

/**
 * The first update of a config with a frozen backbone, made as if every prediction were off by exactly `error`
 * (normalised units), on the side it really is off, at the head's full learning rate and without dropout.
 * SGD needs a started backend.
 */
export function firstUpdate(config: TrainingConfig, { train }: TrainingData, error: number): FirstUpdate {
  const rows = train.targets.slice(0, ROWS);
  const size = rows.length;
  const input = train.input(rows.map((_, i) => i));
  const step = createHeadStep({ ...config, batchSize: size, accumulation: 1 }, 1);
  try {
    const predicted = step.predict(size, input); // [rows, 90]
    const wanted = rows.flatMap((target) => target.flat());
    const target = predicted.map((value, i) => value + ((wanted[i] ?? 0) >= value ? error : -error));
    step.forward({ size, input, target, masks: {} });
    step.backward(1);
    step.measureNextUpdate();
    const { gradientNorm } = step.update({ head: config.headLearningRate, backbone: 0 });
    const updateNorm = Math.hypot(...step.evidence().map((layer) => layer.updateNorm));
    return { gradientNorm, updateNorm };
  } finally {
    step.dispose();
  }
}
