import { type TrainingConfig } from "./config";
import { type Rates } from "../steps/trainStep";

/** final + (base − final) (1 + cos(π t)) / 2 for t in [0, 1]. Source: Loshchilov and Hutter 2016 (SGDR). */
export function cosine(base: number, final: number, t: number): number {
  return final + ((base - final) * (1 + Math.cos(Math.PI * t))) / 2;
}

/** Linear from 0 over the first `warmup` updates, then 1 → 0 along a half cosine; the factor of update `k`. */
export function warmupCosine(k: number, warmup: number, total: number): number {
  if (k < warmup) return k / Math.max(1, warmup);
  return cosine(1, 0, Math.min(1, (k - warmup) / Math.max(1, total - warmup)));
}

export interface Moment {
  /** From 0. */
  readonly epoch: number;
  /** Optimizer updates done before this one. */
  readonly update: number;
  /** Updates the whole run makes. */
  readonly totalUpdates: number;
}

/** How a learning rate goes on through a run. */
export type RateSchedule =
  | { readonly kind: "constant" }
  | {
      /** By epoch, from the full rate in epoch 0 towards `finalRate`, which an epoch more would reach. */
      readonly kind: "cosine";
      readonly epochs: number;
      /** Default 0. */
      readonly finalRate?: number;
    }
  | {
      /** By update: from 0 up to the full rate, then along a half cosine to 0. */
      readonly kind: "warmup-cosine";
      /** Share of all updates that the way up takes, in [0, 1]. Default 0.1. */
      readonly warmupShare?: number;
    };

/** The learning rate of one update under a schedule whose full rate is `rate`. */
export function scheduledRate(
  schedule: RateSchedule,
  rate: number,
  { epoch, update, totalUpdates }: Moment,
): number {
  switch (schedule.kind) {
    case "constant":
      return rate;
    case "cosine":
      return cosine(rate, schedule.finalRate ?? 0, epoch / schedule.epochs);
    case "warmup-cosine": {
      const { warmupShare = 0.1 } = schedule;
      return rate * warmupCosine(update, Math.round(warmupShare * totalUpdates), totalUpdates);
    }
  }
}

/** Learning rates of one update under a config's schedule: the head's goes to its final rate, the backbone's to 0. */
export function ratesAt(config: TrainingConfig, moment: Moment): Rates {
  const { headLearningRate, backboneLearningRate, finalLearningRate } = config;
  return {
    head: scheduledRate(scheduleOf(config, finalLearningRate), headLearningRate, moment),
    backbone: scheduledRate(scheduleOf(config, 0), backboneLearningRate, moment),
  };
}

function scheduleOf({ schedule, epochs, warmupShare }: TrainingConfig, finalRate: number): RateSchedule {
  switch (schedule) {
    case "constant":
      return { kind: schedule };
    case "cosine-per-epoch":
      return { kind: "cosine", epochs, finalRate };
    case "warmup-cosine":
      return { kind: schedule, warmupShare };
  }
}
