import { type Cause, type Severity } from "../diagnosis";
import { type RuleOutcome } from "../rule";

type Numbers = Readonly<Record<string, number>>;

/** What a rule measured, and how it would complain. */
export interface Judged {
  readonly wrong: boolean;
  readonly severity: Severity;
  /** What is said when it is wrong, and when it is not. */
  readonly message: string;
  readonly fine: string;
  readonly evidence: Numbers;
  readonly cause?: Cause;
}

/** A finding when something is wrong, else clear with the same numbers. */
export function outcome({ wrong, severity, message, fine, evidence, cause }: Judged): RuleOutcome {
  if (!wrong) return { kind: "clear", message: fine, evidence };
  return { kind: "finding", severity, message, evidence, ...(cause === undefined ? {} : { cause }) };
}

/** The rule could not look. */
export function skipped(needs: string): RuleOutcome {
  return { kind: "skipped", needs };
}

/** A number for a sentence: three digits, no exponent where it can be helped. */
export function say(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 1e6 || (size > 0 && size < 1e-4)) return value.toExponential(1);
  if (size >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}

/** A share of 0…1 for a sentence. */
export function sayShare(share: number): string {
  return `${(100 * share).toFixed(share > 0 && share < 0.01 ? 2 : 0)} %`;
}
