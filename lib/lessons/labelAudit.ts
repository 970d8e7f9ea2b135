import { audit } from "../dataset/audit/audit";
import { auditPath } from "../dataset/audit/auditPath";
import { type CheckResult } from "../dataset/audit/check";
import { displayMarkdown } from "../display/displayMarkdown";
import { showTable } from "../display/showTable";

/** Audits a file or folder of trajectories and shows what is wrong and what is clear; without a path it says so. */
export function labelAudit(path: string | undefined, seconds?: number): void {
  if (path === undefined) {
    displayMarkdown("No labels are named: nothing is audited.");
    return;
  }
  const input = auditPath(path, "ego", undefined, seconds === undefined ? {} : { seconds });
  const results = audit(input).filter(({ kind }) => kind !== "skipped");
  showTable(results.map(rowOf), { caption: `Labels: ${input.understood ?? input.name}` });
}

function rowOf(result: CheckResult): Readonly<Record<string, string>> {
  const said = result.kind === "skipped" ? result.needs : result.message;
  return { verdict: result.kind === "finding" ? "wrong" : result.kind, check: result.check, said };
}
