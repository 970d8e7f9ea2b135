import { type CheckResult } from "../../dataset/audit/check";
import { outcome, skipped } from "../measures/outcome";
import { type Rule } from "../rule";

type AuditFinding = Extract<CheckResult, { kind: "finding" }>;

/** Checks that speak of how a set is read or cut, not of its labels. */
const ABOUT_THE_SPLIT: ReadonlySet<string> = new Set(["split-overlap", "duplicates"]);

/** What the label audit says of the targets, its first finding in its own words. */
export const labelAudit = {
  id: "label-audit",
  cause: "label-or-information",
  judge: ({ data }) => {
    if (data?.audit === undefined) return skipped("an audit of the labels (npx seven-fixes check-data)");
    const wrong = data.audit.filter((result): result is AuditFinding => result.kind === "finding");
    const judged = data.audit.filter(({ kind }) => kind !== "skipped").length;
    const [first] = wrong;
    const split = wrong.length > 0 && wrong.every(({ check }) => ABOUT_THE_SPLIT.has(check));
    return outcome({
      wrong: first !== undefined,
      severity: "high",
      cause: split ? "evaluation" : "label-or-information",
      message: `the label audit finds ${wrong.length} of ${judged} checks wrong; first ${first?.check ?? ""}: ${first?.message ?? ""}`,
      fine: `the label audit finds nothing in ${judged} checks`,
      evidence: { findings: wrong.length, checks: judged },
    });
  },
} satisfies Rule;
