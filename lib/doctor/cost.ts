import { formatSeconds } from "../task/progress";
import { updatesPerEpoch } from "../training/epochPlan";
import { rowsIn } from "./fit/rowSets";
import { type Ready } from "./fit/ready";
import { type Pilot } from "./pilot";

/** What an examination takes, known beforehand. */
export interface Cost {
  readonly updates: number;
  readonly seconds: number;
}

/** Of the recipe trained once. */
export function costOfTraining({ recipe, scaled }: Ready, { perUpdate, perEpoch }: Pilot): Cost {
  const { epochs, batchSize, accumulation = 1 } = recipe;
  const updates = epochs * updatesPerEpoch({ batchSize, accumulation }, rowsIn(scaled.train));
  return { updates, seconds: updates * perUpdate + epochs * perEpoch };
}

/** Seconds in words, hours from two of them on. */
export function duration(seconds: number): string {
  return seconds < 7200 ? formatSeconds(seconds) : `${(seconds / 3600).toFixed(1)} hours`;
}
