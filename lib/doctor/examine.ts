import { type Evidence } from "./evidence";
import { fit } from "./fit/fit";
import { makeReady, predict, type Ready } from "./fit/ready";
import { rowsIn } from "./fit/rowSets";
import { updatesPerEpoch } from "../training/epochPlan";
import { type Recipe } from "./recipe";
import { recipeEvidence } from "./recipeEvidence";

export interface ExamineOptions {
  /** So far: trains and records. */
  readonly level?: "run";
  /** Past it the training ends with the epoch; what was measured stays. */
  readonly budgetSeconds?: number;
  /** First with nothing done and the cost in words, then after every epoch. */
  readonly onProgress?: (done: number, total: number, note: string) => void;
  /** Aborted: the training ends at the next update; the epochs done stay. */
  readonly signal?: AbortSignal;
}

/**
 * Evidence of a recipe, got by training it: curves, pairs of held-out and of training rows, settings, data and start.
 * Same seed, same numbers. Needs a started backend; no tensor of its own stays. Errors: a recipe that cannot be
 * trained, in one line, before any work.
 */
export async function examine(recipe: Recipe, options: ExamineOptions = {}): Promise<Evidence> {
  const ready = await makeReady(recipe);
  try {
    const start = predict(ready, ready.scaled.train);
    const epochs = await fit(ready, observed(ready, options));
    return recipeEvidence(ready, { start, epochs });
  } finally {
    ready.model.dispose();
  }
}

function observed(
  { recipe, scaled }: Ready,
  { budgetSeconds, onProgress, signal }: ExamineOptions,
): Parameters<typeof fit>[1] {
  const { epochs, batchSize, accumulation = 1 } = recipe;
  const updates = epochs * updatesPerEpoch({ batchSize, accumulation }, rowsIn(scaled.train));
  const from = performance.now();
  onProgress?.(0, epochs, `${updates} updates in ${epochs} epochs`);
  return {
    epoch: (done) => {
      const seconds = (performance.now() - from) / 1000;
      onProgress?.(done, epochs, `${seconds.toFixed(1)} s`);
      return budgetSeconds === undefined || seconds < budgetSeconds;
    },
    ...(signal === undefined ? {} : { signal }),
  };
}
