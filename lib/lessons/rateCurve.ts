import { type TrainingConfig } from "../training/config";
import { updatesPerEpoch } from "../training/epochPlan";
import { ratesAt } from "../training/schedules";

/**
 * The head's learning rate at every update of a run on `samples` training samples, against the epochs done by
 * then, so that runs with different numbers of updates share an axis.
 */
export function rateCurve(config: TrainingConfig, samples: number): { x: number[]; y: number[] } {
  const each = updatesPerEpoch(config, samples);
  const totalUpdates = each * config.epochs;
  const updates = Array.from({ length: totalUpdates }, (_, update) => update);
  return {
    x: updates.map((update) => update / each),
    y: updates.map(
      (update) => ratesAt(config, { epoch: Math.floor(update / each), update, totalUpdates }).head,
    ),
  };
}
