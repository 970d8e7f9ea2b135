import { type Clear, type Finding, type Severity, type Skipped } from "./diagnosis";
import { type Evidence } from "./evidence";
import { RULES } from "./rules";

/** What every rule says of one run. */
export interface Judged {
  /** Worst first. */
  readonly findings: readonly Finding[];
  readonly clear: readonly Clear[];
  readonly skipped: readonly Skipped[];
}

const RANK: Readonly<Record<Severity, number>> = { high: 0, medium: 1, low: 2 };

/** Asks every rule. */
export function judge(evidence: Evidence): Judged {
  const findings: Finding[] = [];
  const clear: Clear[] = [];
  const skipped: Skipped[] = [];
  for (const rule of RULES) {
    const said = rule.judge(evidence);
    switch (said.kind) {
      case "finding": {
        const { severity, message, evidence: numbers, cause = rule.cause } = said;
        findings.push({ rule: rule.id, cause, severity, message, evidence: numbers });
        break;
      }
      case "clear":
        clear.push({ rule: rule.id, message: said.message, evidence: said.evidence });
        break;
      case "skipped":
        skipped.push({ rule: rule.id, needs: said.needs });
        break;
      default:
        said satisfies never;
    }
  }
  findings.sort((a, b) => RANK[a.severity] - RANK[b.severity]);
  return { findings, clear, skipped };
}
