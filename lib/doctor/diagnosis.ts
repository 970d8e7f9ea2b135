import { type Change } from "./change";

export type Cause =
  | "label-or-information"
  | "output-scale"
  | "optimiser"
  | "architecture"
  | "evaluation"
  | "none"
  | "undecided";

export type Severity = "high" | "medium" | "low";

/** A rule that fired. */
export interface Finding {
  readonly rule: string;
  readonly cause: Cause;
  readonly severity: Severity;
  readonly message: string;
  /** The numbers behind it and the threshold crossed. */
  readonly evidence: Readonly<Record<string, number>>;
}

/** A rule that looked and found nothing, with the number that cleared it. */
export interface Clear {
  readonly rule: string;
  readonly message: string;
  readonly evidence: Readonly<Record<string, number>>;
}

/** A rule that could not look. */
export interface Skipped {
  readonly rule: string;
  /** What was missing. */
  readonly needs: string;
}

/** What the evidence comes to. Other programs read this: names and shapes stay. */
export interface Diagnosis {
  readonly format: 1;
  readonly verdict: {
    readonly cause: Cause;
    /** Best first; the first is the cause unless undecided. */
    readonly candidates: readonly Cause[];
    /** The cause and the one number. */
    readonly sentence: string;
  };
  /** Worst first. */
  readonly findings: readonly Finding[];
  readonly clear: readonly Clear[];
  readonly skipped: readonly Skipped[];
  /** Each a set of changes made together, best first, at most 5; only data changes when no training-side one can help. */
  readonly proposals: readonly (readonly Change[])[];
  /** The cheapest measurement that would say more. */
  readonly next: string;
}
