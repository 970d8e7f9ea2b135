import { type FaultCause } from "./causes";

/**
 * What a finding says for each cause: log(share of runs with that cause in which it appears / share of all others).
 * Set by hand until practice cases give them.
 */
export const WEIGHTS: Readonly<Record<string, Readonly<Partial<Record<FaultCause, number>>>>> = {
  "loss-not-decreasing → optimiser": {
    "label-or-information": 1,
    "output-scale": 0.5,
    optimiser: 1.3,
    architecture: 1,
  },
  "loss-at-best-constant → label-or-information": {
    "label-or-information": 1.2,
    "output-scale": 0.5,
    optimiser: 1,
    architecture: 0.9,
  },
  "constant-output → optimiser": {
    "label-or-information": 1.2,
    "output-scale": 0.3,
    optimiser: 1.4,
    architecture: 1.1,
  },
  "prediction-range-compression → output-scale": { "output-scale": 1.6, optimiser: 1, architecture: 0.7 },
  "still-falling → optimiser": { "output-scale": 1, optimiser: 1.8, architecture: 0.3 },
  "worse-than-constant → optimiser": {
    "label-or-information": 0.5,
    optimiser: 0.7,
    evaluation: 0.7,
    architecture: 0.3,
  },
  "no-better-than-persistence → optimiser": {
    "label-or-information": 0.4,
    "output-scale": 0.3,
    optimiser: 0.5,
    architecture: 0.4,
  },
  "unit-mismatch → evaluation": { evaluation: 3 },
  "unit-mismatch → output-scale": { "output-scale": 1.5, evaluation: 1.4 },
};
