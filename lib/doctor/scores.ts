import { type Finding } from "./diagnosis";
import { FAULTS, type FaultCause } from "./causes";
import { topicOf } from "./rules";
import { WEIGHTS } from "./weights";

export type Scores = Readonly<Record<FaultCause, number>>;

/** What a finding of a rule without practice cases says for its own cause. */
const OWN_CAUSE = 1.5;

/** The name under which a finding's weights are kept: a rule may speak for several causes. */
export function weightKey({ rule, cause }: Pick<Finding, "rule" | "cause">): string {
  return `${rule} → ${cause}`;
}

/** Findings that are no hint but a proof: nothing drives as such targets do, whatever the training made of them. */
const PROOFS: ReadonlySet<string> = new Set([
  "label-audit → label-or-information",
  "impossible-steps → label-or-information",
]);
/** What a proof adds: more than all that follows from it, like a spread of targets that only their leaps make. */
const PROOF = 6;

/** What it adds that the thing itself was tried: more than two hints of other causes. */
const TRIED = 3;

function tried({ evidence, severity, cause: own }: Finding, cause: FaultCause): number {
  return own === cause && severity === "high" && evidence["measured"] === 1 ? TRIED : 0;
}

/** What one finding says for a cause. */
export function weightOf(finding: Finding, cause: FaultCause): number {
  const weight = WEIGHTS[weightKey(finding)]?.[cause] ?? (finding.cause === cause ? OWN_CAUSE : 0);
  return (
    weight + (finding.cause === cause && PROOFS.has(weightKey(finding)) ? PROOF : 0) + tried(finding, cause)
  );
}

/** Evidence for each cause: weights added over findings (low ones do not count, and stay away), of each topic only the one that says most. */
export function scoresOf(findings: readonly Finding[]): Scores {
  const strongest = new Map<string, Finding>();
  const most = (finding: Finding): number => Math.max(...FAULTS.map((cause) => weightOf(finding, cause)));
  for (const finding of findings) {
    const topic = topicOf(finding.rule);
    const known = strongest.get(topic);
    if (known === undefined || most(finding) > most(known)) strongest.set(topic, finding);
  }
  const counted = [...strongest.values()];
  const sum = (cause: FaultCause): number => counted.reduce((total, one) => total + weightOf(one, cause), 0);
  return Object.fromEntries(FAULTS.map((cause) => [cause, sum(cause)])) as unknown as Scores;
}
