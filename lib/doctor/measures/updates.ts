import { type Settings } from "../evidence";

/** Optimisers whose step is about the rate, whatever the size of the gradient. */
const ADAPTIVE: ReadonlySet<string> = new Set(["adam", "adamw", "rmsprop"]);

/** Whether each update moves a weight by about the learning rate; undefined where the optimiser is not known. */
export function isAdaptive({ optimizer }: Settings): boolean | undefined {
  return optimizer === undefined ? undefined : ADAPTIVE.has(optimizer.name);
}

/** Shares of the first rate that a schedule spends on average. */
const MEAN_OF_SCHEDULE = { constant: 1, cosine: 0.5, "warmup-cosine": 0.5 } as const;

/** Updates of the whole run, and the sum of their learning rates; undefined where a setting is missing. */
export function updatesOf(
  { epochs, batchSize, accumulation = 1, optimizer, schedule = "constant" }: Settings,
  trainRows: number | undefined,
): { readonly updates: number; readonly way: number } | undefined {
  if (epochs === undefined || batchSize === undefined || optimizer === undefined || trainRows === undefined) {
    return undefined;
  }
  const updates = epochs * Math.ceil(trainRows / (batchSize * accumulation));
  return { updates, way: updates * optimizer.learningRate * MEAN_OF_SCHEDULE[schedule] };
}
