import { type TrainingConfig } from "../training/config";
import { updatesPerEpoch } from "../training/epochPlan";
import { ratesAt } from "../training/schedules";

/**
 * Σ of the head's learning rates up to each update of a run on so many samples: about how far AdamW can carry
 * one weight, since its step is near the rate whatever the gradient.
 */
export function reach(config: TrainingConfig, samples: number): number[] {
  const perEpoch = updatesPerEpoch(config, samples);
  const totalUpdates = perEpoch * config.epochs;
  let sum = 0;
  return Array.from({ length: totalUpdates }, (_, update) => {
    const epoch = Math.floor(update / perEpoch);
    return (sum += ratesAt(config, { epoch, update, totalUpdates }).head);
  });
}
