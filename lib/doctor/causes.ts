import { type Cause } from "./diagnosis";

/** A cause that is a fault. */
export type FaultCause = Exclude<Cause, "none" | "undecided">;

/** Every fault, with how it is said first in a sentence, and in the middle of one. */
export const FAULT_CAUSES = {
  "label-or-information": { verdict: "The labels or the inputs are the cause", noun: "labels or inputs" },
  "output-scale": {
    verdict: "The scale of targets and outputs is the cause",
    noun: "the scale of targets and outputs",
  },
  optimiser: { verdict: "The optimisation is the cause", noun: "the optimisation" },
  architecture: { verdict: "The network itself is the cause", noun: "the network itself" },
  evaluation: { verdict: "The evaluation is the cause", noun: "the evaluation" },
} as const satisfies Readonly<Record<FaultCause, { readonly verdict: string; readonly noun: string }>>;

export const FAULTS = Object.keys(FAULT_CAUSES) as FaultCause[];
