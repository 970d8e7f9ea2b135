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

/** Learning rates of one update under a config's schedule. */
export function ratesAt(config: TrainingConfig, { epoch, update, totalUpdates }: Moment): Rates {
  const { headLearningRate: head, backboneLearningRate: backbone } = config;
  switch (config.schedule) {
    case "constant":
      return { head, backbone };
    case "cosine-per-epoch": {
      const t = epoch / config.epochs;
      return { head: cosine(head, config.finalLearningRate, t), backbone: cosine(backbone, 0, t) };
    }
    case "warmup-cosine": {
      const factor = warmupCosine(update, Math.round(config.warmupShare * totalUpdates), totalUpdates);
      return { head: head * factor, backbone: backbone * factor };
    }
  }
}
