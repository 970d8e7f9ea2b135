import { type Cause, type Clear, type Finding, type Skipped } from "./diagnosis";
import { type Evidence } from "./evidence";

/** What one rule says of one run: `finding`, `clear` and `skipped` are never the same. */
export type RuleOutcome =
  | ({ readonly kind: "finding" } & Omit<Finding, "rule" | "cause"> & { readonly cause?: Cause })
  | ({ readonly kind: "clear" } & Omit<Clear, "rule">)
  | ({ readonly kind: "skipped" } & Omit<Skipped, "rule">);

/** A pure judgement of evidence: no tfjs, no files, no clock. */
export interface Rule {
  /** Kebab-case, as in the list of rules. */
  readonly id: string;
  /** The cause it speaks for, unless its finding says another. */
  readonly cause: Cause;
  readonly judge: (evidence: Evidence) => RuleOutcome;
}
